import { open } from "node:fs/promises";
import type { RecordBatch, RecordBatchReader } from "apache-arrow";
import { InputError } from "../model/errors.js";
import { loadArrow } from "./arrow-library.js";
import { arrowMessages } from "./arrow-messages.js";
import { MAX_EXPANDED } from "./byte-source.js";
import { fileProblem } from "./file-problem.js";

/** An Arrow IPC file on the disk, in either kind. */
export interface ArrowFile {
  readonly path: string;
  readonly format: "arrow-file" | "arrow-stream";
  /** Most bytes that its compressed buffers may expand to; more is an InputError. Default: `MAX_EXPANDED`. */
  readonly maxExpanded?: number | undefined;
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
    const messages = arrowMessages(handle, file.format, { maxExpanded: file.maxExpanded ?? MAX_EXPANDED, onBytes });
    const reader: RecordBatchReader = await arrow.RecordBatchReader.from(messages);
    await reader.open({ autoDestroy: false });
    onOpen(reader);
    yield* reader;
  } catch (error) {
    throw arrowProblem(file.path, error);
  } finally {
    await handle.close();
  }
}

/** The library's error as one about the file. */
export function arrowProblem(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  return new InputError(`${path}: cannot be read as Arrow (${error instanceof Error ? error.message : String(error)})`);
}
