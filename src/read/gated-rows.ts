import { type InputFile, isFault, type RowOrFault } from "../model/record.js";
import { openBytes } from "./byte-source.js";
import { lineBlocks } from "./line-blocks.js";
import { LineGate, type RowGate } from "./line-gate.js";
import { forEachRecord } from "./record-lines.js";
import { RecordParser } from "./record-parser.js";
import { type RowOptions, readRows } from "./rows.js";

/** Wanted rows, and how many others there were among them. */
export interface GatedRows {
  readonly rows: readonly RowOrFault[];
  readonly skipped: number;
}

/** Rows of a file that a gate wants, in order, under the numbers that they have among all. The others are hardly looked at. */
export async function* readGatedRows(file: InputFile, options: RowOptions, gate: RowGate): AsyncGenerator<GatedRows> {
  if (file.format === "jsonl") yield* gatedLines(file, options, gate);
  else yield* gatedTwice(file, options, gate);
}

async function* gatedLines(file: InputFile, options: RowOptions, gate: RowGate): AsyncGenerator<GatedRows> {
  const parser = new RecordParser(options.fields, file.index);
  const glance = new LineGate(gate);
  const source = await openBytes(file, options);
  let row = 0;
  try {
    for await (const block of lineBlocks(source, options.maxLine)) {
      const rows: RowOrFault[] = [];
      const first = row;
      const take = (wanted: boolean, read: () => RowOrFault) => {
        if (wanted) rows.push(read());
        row++;
      };
      if (block.part === "first") take(gate.wants(null), () => parser.tooLong(row, block.bytes));
      if (block.part === "lines") {
        forEachRecord(block, (start, end) => {
          const wanted = glance.wants(block.bytes, start, end);
          take(wanted, () => parser.record(block.bytes, start, end, block.offset, row));
        });
      }
      yield { rows, skipped: row - first - rows.length };
    }
  } finally {
    await source.close();
  }
}

/** Formats whose rows have no bytes of their own: the gate's fields are read first, then the wanted rows if there are any. */
async function* gatedTwice(file: InputFile, options: RowOptions, gate: RowGate): AsyncGenerator<GatedRows> {
  const wanted: boolean[] = [];
  for await (const rows of readRows(file, { fields: gate.fields, stdin: options.stdin })) {
    for (const row of rows) wanted.push(gate.wants(isFault(row) ? null : row.value));
  }
  if (!wanted.includes(true)) {
    yield { rows: [], skipped: wanted.length };
    return;
  }
  for await (const all of readRows(file, options)) {
    const rows = all.filter((row) => wanted[isFault(row) ? row.place.row : row.row]);
    yield { rows, skipped: all.length - rows.length };
  }
}
