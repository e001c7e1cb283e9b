import type { InputFile, RowOrFault } from "../model/record.js";
import { readArrow } from "./arrow.js";
import { openBytes, type SourceOptions } from "./byte-source.js";
import { readJsonDocument, readWhole } from "./json-document.js";
import { readJsonl } from "./jsonl.js";
import { readParquet } from "./parquet.js";

export interface RowOptions extends SourceOptions {
  /** Top-level fields that values must hold (they may hold more); null for all. */
  readonly fields: readonly string[] | null;
  /** Stop after this many rows. */
  readonly limit?: number | undefined;
  /** Longest JSONL record in bytes; a longer one is a fault. */
  readonly maxLine?: number | undefined;
}

/**
 * Rows of a file in batches, in order, each a record or a fault in its place.
 * @throws InputError where the file as a whole cannot be read: missing, cut off, broken.
 */
export async function* readRows(file: InputFile, options: RowOptions): AsyncGenerator<readonly RowOrFault[]> {
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  if (left <= 0) return;
  for await (const batch of open(file, options)) {
    yield batch.length > left ? batch.slice(0, left) : batch;
    left -= batch.length;
    if (left <= 0) return;
  }
}

async function* open(file: InputFile, options: RowOptions): AsyncGenerator<readonly RowOrFault[]> {
  const { fields, maxLine, onBytes } = options;
  if (file.format === "parquet")
    return yield* readParquet(file.path, { fields, onBytes, limit: options.limit, remote: file.remote });
  if (file.format === "arrow-file" || file.format === "arrow-stream") {
    return yield* readArrow(
      { path: file.path, format: file.format, maxExpanded: file.maxExpanded },
      { fields, onBytes },
    );
  }
  const source = await openBytes(file, options);
  try {
    switch (file.format) {
      case "jsonl":
        return yield* readJsonl(source, { fields, file: file.index, maxLine, limit: options.limit });
      case "json":
        return yield* readJsonDocument(source, { path: file.path, fields, file: file.index });
      case "text":
        return yield [{ row: 0, value: { text: (await readWhole(source, file.path)).toString("utf8") }, bytes: null }];
    }
  } finally {
    await source.close();
  }
}
