import { BACKSLASH, CLOSE_OBJECT, COLON, COMMA, OPEN_OBJECT, QUOTE } from "../../json/bytes.js";
import { isPlainString } from "../../read/json-string.js";
import { skipSpace, skipString, ValueSkipper } from "../../read/top-level.js";

const NULL = Buffer.from("null");

/** Where a member's value stands; `start` is -1 where a message has none, or null. */
export class Slot {
  readonly name: Buffer;
  start = -1;
  end = -1;

  constructor(
    name: string,
    readonly bit: number,
  ) {
    this.name = Buffer.from(name);
  }

  /** Takes the place of another slot. */
  set({ start, end }: Slot): void {
    this.start = start;
    this.end = end;
  }

  is(bytes: Buffer, text: Buffer): boolean {
    return this.start >= 0 && same(bytes, this.start, this.end, text);
  }
}

/** Other names of what a message says: whoever uses them is read the general way. */
const OTHER_NAMES = "from value function_call call_id reasoning_content reasoning thinking"
  .split(" ")
  .map((name) => Buffer.from(name));

/** Finds the members of one chat message after the other in bytes, without making a value of anything. */
export class MessageScanner {
  readonly role = new Slot("role", 1);
  readonly content = new Slot("content", 2);
  readonly calls = new Slot("tool_calls", 4);
  readonly callId = new Slot("tool_call_id", 8);
  /** Their names have different lengths. */
  readonly #byLength: readonly (Slot | null)[] = Array.from(
    { length: 13 },
    (_, length) =>
      [this.role, this.content, this.calls, this.callId].find(({ name }) => name.length === length) ?? null,
  );
  readonly #skipper = new ValueSkipper();
  /** Reads the message that begins at `at`: the offset behind it, or -1 where it is not of the usual shape. */
  next(bytes: Buffer, at: number, end: number): number {
    this.role.start = this.content.start = this.calls.start = this.callId.start = -1;
    let seen = 0;
    if (bytes[at] !== OPEN_OBJECT) return -1;
    let i = skipSpace(bytes, at + 1, end);
    for (;;) {
      if (i >= end || bytes[i] !== QUOTE) return -1;
      const key = i + 1;
      const keyEnd = skipString(bytes, key, end);
      if (keyEnd < 0) return -1;
      const colon = skipSpace(bytes, keyEnd, end);
      if (bytes[colon] !== COLON) return -1;
      const valueStart = skipSpace(bytes, colon + 1, end);
      const valueEnd = this.#skipper.value(bytes, valueStart, end);
      if (valueEnd < 0) return -1;
      const bit = this.#keep(bytes, key, keyEnd - 1, valueStart, valueEnd);
      if (bit < 0 || (seen & bit) !== 0) return -1;
      seen |= bit;
      i = skipSpace(bytes, valueEnd, end);
      if (bytes[i] === CLOSE_OBJECT) return i + 1;
      if (bytes[i] !== COMMA) return -1;
      i = skipSpace(bytes, i + 1, end);
    }
  }

  /** A bit for the member of a slot, 0 for one that says nothing, -1 for one that only the general way understands. */
  #keep(bytes: Buffer, key: number, keyEnd: number, start: number, end: number): number {
    const isNull = same(bytes, start, end, NULL);
    const slot = this.#slotOf(bytes, key, keyEnd);
    if (slot !== null) {
      slot.start = isNull ? -1 : start;
      slot.end = end;
      return slot.bit;
    }
    for (let i = key; i < keyEnd; i++) if (bytes[i] === BACKSLASH || (bytes[i] ?? 0) < 32) return -1;
    if (isNull) return 0;
    if (OTHER_NAMES.some((name) => same(bytes, key, keyEnd, name))) return -1;
    return isPlainString(bytes, start, end) ? 0 : -1;
  }

  #slotOf(bytes: Buffer, key: number, keyEnd: number): Slot | null {
    const slot = this.#byLength[keyEnd - key] ?? null;
    return slot !== null && same(bytes, key, keyEnd, slot.name) ? slot : null;
  }
}

function same(bytes: Buffer, start: number, end: number, text: Buffer): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text[i]) return false;
  return true;
}
