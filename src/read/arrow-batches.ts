import { type FileHandle, open } from "node:fs/promises";
import type { RecordBatch, RecordBatchReader } from "apache-arrow";
import { InputError } from "../model/errors.js";
import { isBigEndian } from "./arrow-endianness.js";
import { loadArrow } from "./arrow-library.js";
import { fileProblem } from "./file-problem.js";

const PIECE = 1 << 20;

/** An Arrow IPC file on the disk, in either kind. */
export interface ArrowFile {
  readonly path: string;
  readonly format: "arrow-file" | "arrow-stream";
}

/**
 * Record batches in order. `onOpen` gets the reader, whose schema is known by then.
 * @throws InputError where the file is broken, cut off, or of a kind that the library cannot read.
 */
export async function* arrowBatches(
  file: ArrowFile,
  onOpen: (reader: RecordBatchReader) => void,
  onBytes: (n: number) => void = () => {},
): AsyncGenerator<RecordBatch> {
  const arrow = await loadArrow();
  const handle = await open(file.path, "r").catch((error: unknown) => {
    throw fileProblem(file.path, error);
  });
  try {
    if (await isBigEndian(handle, file.format)) throw new Error("its numbers are big-endian");
    const { from } = arrow.RecordBatchReader;
    const reader: RecordBatchReader =
      file.format === "arrow-file" ? await from(await guarded(handle)) : await from(pieces(handle, onBytes));
    await reader.open({ autoDestroy: false });
    onOpen(reader);
    const { size } = await handle.stat();
    let count = 0;
    for await (const batch of reader) {
      count++;
      if (file.format === "arrow-file") onBytes(size / reader.numRecordBatches);
      yield batch;
    }
    if (file.format === "arrow-file" && count < reader.numRecordBatches) throw new Error("a record batch is missing");
  } catch (error) {
    throw arrowProblem(file.path, error);
  } finally {
    await handle.close();
  }
}

/**
 * The library believes whatever a broken footer says: it asks for what lies outside of the file, and for one block as
 * often as a count wants it. A whole file's bytes are asked for once, a few of them twice.
 */
async function guarded(handle: FileHandle): Promise<FileHandle> {
  let left = 4 * (await handle.stat()).size + PIECE;
  const read = async (buffer: Uint8Array, offset: number, length: number, position: number) => {
    if (!(position >= 0)) throw new Error("an offset lies outside of the file");
    left -= length;
    if (left < 0) throw new Error("its blocks overlap");
    const result = await handle.read(buffer, offset, length, position);
    if (result.bytesRead === 0 && length > 0) throw new Error("it is cut off");
    return result;
  };
  return { fd: handle.fd, stat: () => handle.stat(), read, close: async () => {} } as unknown as FileHandle;
}

/** The library's error as one about the file. */
export function arrowProblem(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  return new InputError(`${path}: cannot be read as Arrow (${error instanceof Error ? error.message : String(error)})`);
}

async function* pieces(handle: FileHandle, onBytes: (n: number) => void): AsyncGenerator<Uint8Array> {
  let position = 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(PIECE), 0, PIECE, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    onBytes(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}
