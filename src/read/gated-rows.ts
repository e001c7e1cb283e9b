import { parseJson } from "../json/parse.js";
import { setOwn } from "../json/set-own.js";
import type { JsonObject } from "../model/json.js";
import { type InputFile, isFault, type RowOrFault } from "../model/record.js";
import { openBytes } from "./byte-source.js";
import { lineBlocks } from "./line-blocks.js";
import { forEachRecord } from "./record-lines.js";
import { RecordParser } from "./record-parser.js";
import { type RowOptions, readRows } from "./rows.js";
import { TopLevelScanner } from "./top-level.js";

/** Whether a row is wanted, by a few of its top-level fields. */
export interface RowGate {
  readonly fields: readonly string[];
  /** A field that decides alone where it is not null, so that nothing behind it is looked at; null for none. */
  readonly decisive: string | null;
  /** `record` holds those of the fields that the row has; null where the row is no object. */
  readonly wants: (record: JsonObject | null) => boolean;
}

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

/** Longest value whose decision is remembered, in bytes. */
const SHORT = 32;

/** Decides on lines by their bytes, as far as they must be read for it. */
class LineGate {
  readonly #scanner: TopLevelScanner;
  readonly #whole: TopLevelScanner;
  readonly #known = new Map<string, boolean>();

  constructor(private readonly gate: RowGate) {
    const { fields, decisive } = gate;
    this.#scanner = new TopLevelScanner(fields, decisive === null ? -1 : fields.indexOf(decisive));
    this.#whole = new TopLevelScanner(fields);
  }

  wants(bytes: Buffer, start: number, end: number): boolean {
    const scanner = this.#scanner;
    if (!scanner.scan(bytes, start, end)) return this.gate.wants(recordOf(scanner, this.gate.fields, bytes));
    const last = scanner.members[scanner.count - 1];
    if (last === undefined || scanner.count === 0 || last.key !== scanner.stopAt) {
      return this.gate.wants(recordOf(scanner, this.gate.fields, bytes));
    }
    if (last.end - last.valueStart > SHORT) return this.#decide(bytes, start, end);
    const key = bytes.toString("latin1", last.valueStart, last.end);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const wanted = this.#decide(bytes, start, end);
    if (key !== "null") this.#known.set(key, wanted);
    return wanted;
  }

  /** A decisive field that is null decides nothing: the rest of the line is scanned after all. */
  #decide(bytes: Buffer, start: number, end: number): boolean {
    const record = recordOf(this.#scanner, this.gate.fields, bytes);
    if (record !== null && record[this.gate.decisive ?? ""] !== null) return this.gate.wants(record);
    this.#whole.scan(bytes, start, end);
    return this.gate.wants(recordOf(this.#whole, this.gate.fields, bytes));
  }
}

/** The members found, as far as they are JSON. */
function recordOf(scanner: TopLevelScanner, fields: readonly string[], bytes: Buffer): JsonObject | null {
  const record: JsonObject = {};
  for (let i = 0; i < scanner.count; i++) {
    const member = scanner.members[i];
    if (member === undefined) continue;
    try {
      setOwn(record, fields[member.key] ?? "", parseJson(bytes.toString("utf8", member.valueStart, member.end)));
    } catch {
      return null;
    }
  }
  return record;
}
