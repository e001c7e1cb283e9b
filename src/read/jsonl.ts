import type { RowOrFault } from "../model/record.js";
import type { ByteSource } from "./byte-source.js";
import { lineBlocks } from "./line-blocks.js";
import { forEachRecord } from "./record-lines.js";
import { RecordParser } from "./record-parser.js";

interface JsonlOptions {
  readonly fields: readonly string[] | null;
  readonly file: number;
  readonly maxLine?: number | undefined;
  /** No row behind this many is parsed. */
  readonly limit?: number | undefined;
}

/** Bytes read at once where only the first rows are wanted. */
const FEW = 1 << 18;

/** Rows of a JSONL source, a batch for each block of the file. A line that is no JSON object is a fault in its place. */
export async function* readJsonl(source: ByteSource, options: JsonlOptions): AsyncGenerator<readonly RowOrFault[]> {
  const { maxLine, limit } = options;
  const parser = new RecordParser(options.fields, options.file);
  let row = 0;
  for await (const block of lineBlocks(source, maxLine, limit === undefined ? undefined : FEW)) {
    const batch: RowOrFault[] = [];
    if (block.part === "first") batch.push(parser.tooLong(row++, block.bytes));
    if (block.part === "lines") {
      forEachRecord(block, (start, end) => {
        if (limit === undefined || row < limit) batch.push(parser.record(block.bytes, start, end, block.offset, row++));
      });
    }
    if (batch.length > 0) yield batch;
  }
}
