import { parseJson } from "../json/parse.js";
import { setOwn } from "../json/set-own.js";
import type { JsonObject } from "../model/json.js";
import { TopLevelScanner } from "./top-level.js";

/** Whether a row is wanted, by a few of its top-level fields. */
export interface RowGate {
  readonly fields: readonly string[];
  /** A field that decides alone where it is not null, so that nothing behind it is looked at; null for none. */
  readonly decisive: string | null;
  /** `record` holds those of the fields that the row has; null where the row is no object. */
  readonly wants: (record: JsonObject | null) => boolean;
}

/** Longest value whose decision is remembered, in bytes. */
const SHORT = 32;

/** Decides on lines by their bytes, as far as they must be read for it. */
export class LineGate {
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
