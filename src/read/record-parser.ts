import { CLOSE_OBJECT, COMMA, OPEN_OBJECT } from "../json/bytes.js";
import { isObject } from "../json/field.js";
import type { JsonValue } from "../model/json.js";
import type { RowOrFault } from "../model/record.js";
import type { Rejection } from "../model/rollout.js";
import { parseBytes, TooLongError } from "./parse-bytes.js";
import { TopLevelScanner } from "./top-level.js";

const EXCERPT = 80;

/** Makes rows, or faults, of byte ranges that should each hold one JSON object. */
export class RecordParser {
  readonly #scanner: TopLevelScanner | null;
  readonly #file: number;
  #scratch = Buffer.allocUnsafe(1 << 16);

  /** @param fields top-level fields that values must hold; null for all. */
  constructor(fields: readonly string[] | null, file: number) {
    this.#scanner = fields === null ? null : new TopLevelScanner(fields);
    this.#file = file;
  }

  /** The record in `[start, end)` of a block that begins at `offset` of the file. */
  record(bytes: Buffer, start: number, end: number, offset: number, row: number): RowOrFault {
    let value: JsonValue;
    try {
      value = this.#wanted(bytes, start, end);
    } catch (error) {
      if (error instanceof TooLongError) return this.tooLong(row, bytes.subarray(start, end));
      const why = error instanceof Error ? error.message : String(error);
      const found = `${excerpt(bytes, start, end)} (${why})`;
      return this.#fault(row, "not JSON", found);
    }
    if (!isObject(value)) return this.#fault(row, "not a JSON object", excerpt(bytes, start, end));
    return { row, value, bytes: [offset + start, offset + end] };
  }

  tooLong(row: number, bytes: Buffer): Rejection {
    return this.#fault(row, "record too long", excerpt(bytes, 0, bytes.length));
  }

  /** Only the wanted members, parsed as one small object; the whole record where it is not even an object by its structure. */
  #wanted(bytes: Buffer, start: number, end: number): JsonValue {
    if (this.#scanner?.scan(bytes, start, end) === true) {
      const length = this.#copyMembers(this.#scanner, bytes);
      try {
        return parseBytes(this.#scratch, 0, length);
      } catch (error) {
        if (error instanceof TooLongError) throw error;
        // the whole record is parsed below: its error names the place in the record as it stands in the file
      }
    }
    return parseBytes(bytes, start, end);
  }

  #copyMembers(scanner: TopLevelScanner, bytes: Buffer): number {
    let size = 2;
    for (let i = 0; i < scanner.count; i++) size += memberSize(scanner, i) + 1;
    if (size > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(size * 2);
    const scratch = this.#scratch;
    let at = 0;
    scratch[at++] = OPEN_OBJECT;
    for (let i = 0; i < scanner.count; i++) {
      const member = scanner.members[i];
      if (member === undefined) continue;
      if (i > 0) scratch[at++] = COMMA;
      at += bytes.copy(scratch, at, member.start, member.end);
    }
    scratch[at++] = CLOSE_OBJECT;
    return at;
  }

  #fault(row: number, reason: string, found: string): Rejection {
    return { place: { file: this.#file, row, item: 0 }, reason, field: "", expected: "one JSON object", found };
  }
}

function memberSize(scanner: TopLevelScanner, index: number): number {
  const member = scanner.members[index];
  return member === undefined ? 0 : member.end - member.start;
}

function excerpt(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start, Math.min(end, start + 4 * EXCERPT));
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}
