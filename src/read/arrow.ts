import { open } from "node:fs/promises";
import type { RecordBatch, RecordBatchReader } from "apache-arrow";
import { InputError } from "../model/errors.js";
import type { JsonObject } from "../model/json.js";
import type { RawRow } from "../model/record.js";
import { loadArrow } from "./arrow-library.js";
import { arrowValues } from "./arrow-values.js";
import { fileProblem } from "./file-problem.js";
import { setOwn } from "./set-own.js";

/** Rows made at a time, so that a batch of a million rows is not a million values at once. */
const BATCH = 256;
const PIECE = 1 << 20;

/** An Arrow IPC file on the disk, in either kind. */
export interface ArrowFile {
  readonly path: string;
  readonly format: "arrow-file" | "arrow-stream";
}

/** Rows of an Arrow IPC file or stream, in order. Only the columns asked for become values. */
export async function* readArrow(
  file: ArrowFile,
  options: { readonly fields: readonly string[] | null; readonly onBytes?: ((n: number) => void) | undefined },
): AsyncGenerator<readonly RawRow[]> {
  const arrow = await loadArrow();
  let first = 0;
  for await (const batch of arrowBatches(file, () => {}, options.onBytes)) {
    const columns = batch.schema.fields.flatMap(({ name }, i) => {
      const data = batch.data.children[i];
      return data !== undefined && (options.fields?.includes(name) ?? true)
        ? [{ name, get: arrowValues(arrow, data) }]
        : [];
    });
    for (let start = 0; start < batch.numRows; start += BATCH) {
      const rows: RawRow[] = [];
      for (let i = start; i < Math.min(start + BATCH, batch.numRows); i++) {
        const value: JsonObject = {};
        for (const { name, get } of columns) setOwn(value, name, get(i));
        rows.push({ row: first + i, value, bytes: null });
      }
      yield rows;
    }
    first += batch.numRows;
  }
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
    const { from } = arrow.RecordBatchReader;
    const reader: RecordBatchReader =
      file.format === "arrow-file" ? await from(handle) : await from(pieces(handle, onBytes));
    await reader.open({ autoDestroy: false });
    onOpen(reader);
    const { size } = await handle.stat();
    let count = 0;
    for await (const batch of reader) {
      count++;
      if (file.format === "arrow-file") onBytes(size / reader.numRecordBatches);
      yield batch;
    }
    if (file.format === "arrow-file" && count !== reader.numRecordBatches) throw new Error("a record batch is missing");
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${file.path}: cannot be read as Arrow (${error instanceof Error ? error.message : String(error)})`,
    );
  } finally {
    await handle.close();
  }
}

async function* pieces(
  handle: Awaited<ReturnType<typeof open>>,
  onBytes: (n: number) => void,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(PIECE), 0, PIECE, null);
    if (bytesRead === 0) return;
    onBytes(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}
