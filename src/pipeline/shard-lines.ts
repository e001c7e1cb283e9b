import { stat } from "node:fs/promises";
import type { InputFile } from "../model/record.js";
import { openBytes, type SourceOptions } from "../read/byte-source.js";
import { fileProblem } from "../read/file-problem.js";
import { type LineBlock, lineBlocks } from "../read/line-blocks.js";
import { LineGate, type RowGate } from "../read/line-gate.js";
import { LineRangeReader, rangesOf } from "../read/line-range.js";
import { forEachRecord } from "../read/record-lines.js";
import type { RecordReader, RecordVisitor } from "./threads/record-reader.js";

/**
 * Reads the lines of a JSONL file that a gate wants, all without one, straight into what matching needs. Gives the number
 * of the file's rows.
 * @throws InputError where the file cannot be read.
 */
export async function readShardLines(
  file: InputFile,
  gate: RowGate | null,
  reader: RecordReader,
  visitor: RecordVisitor,
  options: SourceOptions,
): Promise<number> {
  const glance = gate === null ? null : new LineGate(gate);
  let row = 0;
  const visit = (block: LineBlock) => {
    const { bytes, offset, part } = block;
    if (part === "first") {
      if (gate === null || gate.wants(null)) visitor.rejection(reader.tooLong(bytes, row));
      row++;
    } else if (part === "lines") {
      forEachRecord(block, (start, end) => {
        if (glance === null || glance.wants(bytes, start, end)) reader.read(bytes, start, end, offset, row, visitor);
        row++;
      });
    }
  };
  if (file.path === "-" || file.compression !== "none" || file.remote !== undefined)
    await eachBlock(file, options, visit);
  else await eachRange(file.path, options, visit);
  return row;
}

async function eachBlock(file: InputFile, options: SourceOptions, visit: (block: LineBlock) => void): Promise<void> {
  const source = await openBytes(file, options);
  try {
    for await (const block of lineBlocks(source)) visit(block);
  } finally {
    await source.close();
  }
}

/** In small pieces, which are in the processor's cache when they are looked at. */
async function eachRange(path: string, options: SourceOptions, visit: (block: LineBlock) => void): Promise<void> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw fileProblem(path, error);
  });
  const lines = new LineRangeReader();
  for (const range of rangesOf(size)) {
    lines.forEachBlock(path, range, visit);
    options.onBytes?.(range.end - range.start);
    await new Promise(setImmediate); // for signals, and for progress to be seen
  }
}
