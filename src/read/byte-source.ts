import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { InputError } from "../model/errors.js";
import type { Compression } from "../model/record.js";
import type { RemoteAccess } from "../model/remote.js";
import { fileProblem } from "./file-problem.js";
import { zstdDecompress } from "./zstd-decompress.js";

/** Decompressed bytes of a file, pulled. */
export interface ByteSource {
  /** Writes bytes into `target` from `offset` on and returns how many; 0 only at the end. */
  read(target: Buffer, offset: number): Promise<number>;
  close(): Promise<void>;
}

export interface SourceOptions {
  /** Told the bytes taken from the disk, piece by piece. */
  readonly onBytes?: ((n: number) => void) | undefined;
  /** Standard input, where the path is `-`. */
  readonly stdin?: StandardInputLike | undefined;
}

/** What readers need of standard input: see `StandardInput`. */
export interface StandardInputLike {
  readonly handle: FileHandle;
}

/** A file that readers can open: any `InputFile`. */
export interface Readable {
  readonly path: string;
  readonly compression: Compression;
  /** Most bytes that a compressed file may expand to; more is an InputError. Default: `MAX_EXPANDED`. */
  readonly maxExpanded?: number | undefined;
  readonly remote?: RemoteAccess | undefined;
}

/** More than a log of text has on one machine; a bomb that expands further is stopped. */
export const MAX_EXPANDED = 1e11;

const PIECE = 1 << 18;

/**
 * Opens the decompressed bytes of a file.
 * @throws InputError where the file cannot be read, is no whole gzip or zstd file, or expands beyond `maxExpanded`.
 */
export async function openBytes(file: Readable, options: SourceOptions = {}): Promise<ByteSource> {
  const { remote } = file;
  const raw = remote === undefined ? await openRaw(file.path, options) : await openAddress(file.path, remote, options);
  if (file.compression === "none") return raw;
  const pieces = piecesOf(raw);
  const expanded = file.compression === "gzip" ? gunzip(pieces) : zstdDecompress(pieces);
  return bounded(expanded, raw, file.path, file.maxExpanded ?? MAX_EXPANDED);
}

/** Loaded only here, for its share of the start of a process. */
async function openAddress(path: string, remote: RemoteAccess, options: SourceOptions): Promise<ByteSource> {
  const { openRemote } = await import("./remote/remote-source.js");
  return openRemote(path, remote, options);
}

async function openRaw(path: string, options: SourceOptions): Promise<ByteSource> {
  const shared = path === "-" ? options.stdin?.handle : undefined;
  const handle = shared ?? (await openHandle(path));
  let position = 0;
  return {
    async read(target, offset) {
      const { bytesRead } = await handle
        .read(target, offset, target.length - offset, position)
        .catch((error: unknown) => {
          throw fileProblem(path, error);
        });
      position += bytesRead;
      if (bytesRead > 0) options.onBytes?.(bytesRead);
      return bytesRead;
    },
    async close() {
      if (shared === undefined) await handle.close();
    },
  };
}

async function openHandle(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    throw fileProblem(path, error);
  }
}

async function* piecesOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = Buffer.allocUnsafe(PIECE);
    const n = await source.read(piece, 0);
    if (n === 0) return;
    yield piece.subarray(0, n);
  }
}

async function* gunzip(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = createGunzip({ chunkSize: PIECE });
  const feed = (async () => {
    for await (const piece of pieces) {
      if (stream.destroyed) return;
      if (!stream.write(piece)) await drained(stream);
    }
    stream.end();
  })().catch((error: unknown) => stream.destroy(error as Error));
  yield* stream;
  await feed;
}

/** Resolves when the stream takes more, or is over. */
function drained(stream: NodeJS.WritableStream): Promise<void> {
  const events = ["drain", "close", "error"];
  return new Promise((resolve) => {
    const over = () => {
      for (const event of events) stream.off(event, over);
      resolve();
    };
    for (const event of events) stream.on(event, over);
  });
}

/** A pulled source over pushed pieces, with a bound on their sum. */
function bounded(pieces: AsyncGenerator<Uint8Array>, raw: ByteSource, path: string, most: number): ByteSource {
  let piece: Uint8Array = new Uint8Array(0);
  let total = 0;
  return {
    async read(target, offset) {
      while (piece.length === 0) {
        const next = await pieces.next().catch((error: unknown) => {
          throw error instanceof InputError ? error : brokenStream(path, error);
        });
        if (next.done === true) return 0;
        piece = next.value;
        total += piece.length;
        if (total > most)
          throw new InputError(`${path}: expands to more than ${most} bytes; if you trust it, raise --max-expanded`);
      }
      const n = Math.min(piece.length, target.length - offset);
      target.set(piece.subarray(0, n), offset);
      piece = piece.subarray(n);
      return n;
    },
    async close() {
      await pieces.return(undefined);
      await raw.close();
    },
  };
}

function brokenStream(path: string, error: unknown): InputError {
  const why = error instanceof Error ? error.message : String(error);
  return new InputError(`${path}: the compressed file is broken or cut off (${why})`);
}
