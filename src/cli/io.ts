import type { Readable, Writable } from "node:stream";

/** A stream that may be a terminal. */
export type TerminalStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a run of the command line touches of its process. `process` itself is one; tests give their own. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Writes and waits until the text is handed on: keeps memory bounded behind a slow reader. Rejects as the stream fails (EPIPE). */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Characters handed on at once: large enough that a write's cost does not count. */
const CHUNK = 1 << 16;

/** Puts small pieces of text together. */
export async function* chunks(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let buffer = "";
  for await (const piece of pieces) {
    buffer += piece;
    if (buffer.length < CHUNK) continue;
    yield buffer;
    buffer = "";
  }
  if (buffer !== "") yield buffer;
}
