import { CLOSE_OBJECT, OPEN_OBJECT } from "../json/bytes.js";
import { isObject } from "../json/field.js";
import { parseJson } from "../json/parse.js";
import { piecesText } from "../json/pieces.js";
import { InputError } from "../model/errors.js";
import type { CorrectionOf, JsonPieces, RowCorrection } from "../model/row-correction.js";
import { TopLevelScanner } from "../read/top-level.js";
import { patchEdits } from "./patch-json.js";
import { SpliceBuffers } from "./splice-buffers.js";

type OwnField = NonNullable<RowCorrection["ownField"]>;

const MEMBER = "tapo";
/** What a record that has the member holds: its quoted name, or one of its letters as an escape (`"\\u0074apo"` is the same name). */
const SIGNS = [`"${MEMBER}"`, "\\u006", "\\u007"].map((sign) => Buffer.from(sign));

/**
 * Adds the `tapo` member to records in bytes. All other bytes stay as they are: the member goes before the closing brace,
 * or, by force, in the place of an older value.
 */
export class Splicer {
  readonly #scanner = new TopLevelScanner([MEMBER]);
  #row = 0;
  #bytes: Buffer = Buffer.alloc(0);
  readonly #out = new SpliceBuffers();
  #copied = 0;
  /** Where each sign next occurs in the bytes: a record before all of them cannot have the member. */
  readonly #nextSigns = new Float64Array(SIGNS.length);

  constructor(
    readonly path: string,
    readonly correctionOf: CorrectionOf,
    readonly force: boolean,
  ) {}

  /** Begins a stretch of the file. */
  begin(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#copied = 0;
    this.#nextSigns.fill(-1);
  }

  /** The next record, in file order, at `[start, end)` of the stretch. */
  record(start: number, end: number): void {
    const row = this.#row++;
    const correction = this.correctionOf(row);
    if (correction === null) return;
    const close = end - 1;
    if (this.#bytes[start] !== OPEN_OBJECT || this.#bytes[close] !== CLOSE_OBJECT || start === close) {
      throw new InputError(`${this.path}: row ${row} is no JSON object any more; the file changed while it was read`);
    }
    const old = this.#mayHaveMember(start, end) ? this.#lastMember(start, end) : null;
    if (old !== null && correction.member !== null && !this.force)
      throw new InputError(`${this.path}: row ${row} already has "${MEMBER}"; use --force to replace it`);
    if (correction.ownField !== undefined) this.#patch(row, start, end, correction.ownField, correction.member);
    else if (correction.member !== null) this.#addMember(start, close, old, correction.member);
  }

  #addMember(start: number, close: number, old: readonly [number, number] | null, member: JsonPieces): void {
    if (old === null) this.#put(close, close, [`${this.#isEmpty(start, close) ? "" : ","}"${MEMBER}":`, ...member]);
    else this.#put(old[0], old[1], member);
  }

  /** The record's own field for token advantages, and the member beside it. */
  #patch(row: number, start: number, end: number, of: OwnField, member: JsonPieces | null): void {
    const record = parseJson(this.#bytes.toString("utf8", start, end));
    const own = isObject(record) ? of(record) : null;
    const patch = new Map(own instanceof Map ? own : []);
    if (member !== null) patch.set(MEMBER, piecesText(member));
    const edits = patchEdits(this.#bytes, start, end, patch);
    if (edits === null) throw new InputError(`${this.path}: row ${row} has another shape than its rollouts`);
    for (const { from, to, text } of [...edits].sort((a, b) => a.from - b.from))
      this.#put(from, to, [Buffer.from(text)]);
  }

  /** A record that is passed through without being looked at. */
  skip(): void {
    this.#row++;
  }

  /** The stretch up to `end` with what was added. Valid until the second `finish` from here. */
  finish(end = this.#bytes.length): Buffer {
    this.#out.copy(this.#bytes, this.#copied, end);
    this.#copied = end;
    return this.#out.next();
  }

  #put(from: number, to: number, pieces: JsonPieces): void {
    this.#out.copy(this.#bytes, this.#copied, from);
    this.#out.write(pieces);
    this.#copied = to;
  }

  #isEmpty(start: number, close: number): boolean {
    let at = close - 1;
    while (at > start && (this.#bytes[at] ?? 0) <= 32) at--;
    return at === start;
  }

  #mayHaveMember(start: number, end: number): boolean {
    let may = false;
    for (const [i, sign] of SIGNS.entries()) {
      if ((this.#nextSigns[i] ?? -1) < start) {
        const found = this.#bytes.indexOf(sign, start);
        this.#nextSigns[i] = found < 0 ? Number.POSITIVE_INFINITY : found;
      }
      may ||= (this.#nextSigns[i] ?? 0) < end;
    }
    return may;
  }

  /** Byte range of the value that counts, the last one; null where the name is only deeper in the record. */
  #lastMember(start: number, end: number): [number, number] | null {
    this.#scanner.scan(this.#bytes, start, end);
    const member = this.#scanner.members[this.#scanner.count - 1];
    return member === undefined || this.#scanner.count === 0 ? null : [member.valueStart, member.end];
  }
}
