import type { ByteBuilder } from "./byte-builder.js";
import { skipSpace, skipString, ValueSkipper } from "./top-level.js";

/**
 * Looks at the text of a JSON string, `[start, end)` within its quotes, and gives an ASCII text without quotes or
 * backslashes to stand for it; null to leave it as it is. It is the judge of whether the bytes are a JSON string.
 */
export type Digest = (bytes: Buffer, start: number, end: number) => string | null;

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Shorter contents are not worth it. */
const SHORTEST = 48;

const ROLE = Buffer.from("role");
const CONTENT = Buffer.from("content");
/** Other names of role and content: whoever uses them is read the general way. */
const OTHER_NAMES = [Buffer.from("from"), Buffer.from("value")];
const USER = Buffer.from('"user"');
const ASSISTANT = Buffer.from('"assistant"');
const TOOL = Buffer.from('"tool"');

const skipper = new ValueSkipper();

/** Member of a message: where its value stands; -1 where the message has none. */
class Slot {
  start = -1;
  end = -1;

  clear(): void {
    this.start = -1;
  }

  /** False where it was set before. */
  set(start: number, end: number): boolean {
    const first = this.start < 0;
    this.start = start;
    this.end = end;
    return first;
  }

  is(bytes: Buffer, text: Buffer): boolean {
    return this.start >= 0 && same(bytes, this.start, this.end, text);
  }
}

const role = new Slot();
const content = new Slot();

/**
 * Copies a list of chat messages with what tools said, after the first turn has begun, digested. The prompt stands before
 * the first assistant message after a user's (CONTRACT, the `tapo` record) and is copied as it is. False where the list
 * is not of the usual shape.
 */
export function abridgeMessages(bytes: Buffer, start: number, end: number, out: ByteBuilder, digest: Digest): boolean {
  if (bytes[start] !== OPEN_ARRAY) return false;
  let copied = start;
  let asked = false;
  let begun = false;
  let at = skipSpace(bytes, start + 1, end);
  while (bytes[at] !== CLOSE_ARRAY) {
    at = readMessage(bytes, at, end);
    if (at < 0) return false;
    if (begun && role.is(bytes, TOOL) && bytes[content.start] === QUOTE && content.end - content.start > SHORTEST) {
      const text = digest(bytes, content.start + 1, content.end - 1);
      if (text !== null) {
        out.copy(bytes, copied, content.start + 1);
        out.ascii(text);
        copied = content.end - 1;
      }
    }
    asked ||= role.is(bytes, USER);
    begun ||= asked && role.is(bytes, ASSISTANT);
    at = skipSpace(bytes, at, end);
    if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1, end);
    else if (bytes[at] !== CLOSE_ARRAY) return false;
  }
  out.copy(bytes, copied, end);
  return at === end - 1;
}

/** Finds role and content of the message that begins at `start`; gives the offset behind it, or -1. */
function readMessage(bytes: Buffer, start: number, end: number): number {
  role.clear();
  content.clear();
  if (bytes[start] !== OPEN_OBJECT) return -1;
  let at = skipSpace(bytes, start + 1, end);
  for (;;) {
    if (at >= end || bytes[at] !== QUOTE) return -1;
    const key = at + 1;
    const keyEnd = skipString(bytes, key, end);
    if (keyEnd < 0) return -1;
    const colon = skipSpace(bytes, keyEnd, end);
    if (bytes[colon] !== COLON) return -1;
    const valueStart = skipSpace(bytes, colon + 1, end);
    const valueEnd = skipper.value(bytes, valueStart, end);
    if (valueEnd < 0 || !keep(bytes, key, keyEnd - 1, valueStart, valueEnd)) return -1;
    at = skipSpace(bytes, valueEnd, end);
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    if (bytes[at] !== COMMA) return -1;
    at = skipSpace(bytes, at + 1, end);
  }
}

function keep(bytes: Buffer, key: number, keyEnd: number, start: number, end: number): boolean {
  if (same(bytes, key, keyEnd, ROLE)) return role.set(start, end);
  if (same(bytes, key, keyEnd, CONTENT)) return content.set(start, end);
  for (const name of OTHER_NAMES) if (same(bytes, key, keyEnd, name)) return false;
  for (let i = key; i < keyEnd; i++) if (bytes[i] === BACKSLASH) return false;
  return true;
}

function same(bytes: Buffer, start: number, end: number, text: Buffer): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text[i]) return false;
  return true;
}
