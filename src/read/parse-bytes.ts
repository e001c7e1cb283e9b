import { COLON, COMMA } from "../json/bytes.js";
import { parseJson } from "../json/parse.js";
import type { JsonValue } from "../model/json.js";

/** Well below what V8 takes in one array (2 ** 27) and in one object's hash table; beyond, it ends the process uncaught. */
const MOST_ELEMENTS = 2 ** 25;
const MOST_MEMBERS = 2 ** 24;
/** Texts up to this cannot hold so many. */
const SMALL = 2 ** 26;

/** A text is too long, or has too many items, to become a value. */
export class TooLongError extends Error {
  override readonly name = "TooLongError";
}

/**
 * Parses JSON in bytes; invalid UTF-8 becomes the replacement character.
 * @throws SyntaxError where it is not JSON, TooLongError where it is more than a value can hold.
 */
export function parseBytes(bytes: Buffer, start: number, end: number): JsonValue {
  if (end - start > SMALL && hasTooMany(bytes, start, end)) throw new TooLongError();
  return parseJson(textOf(bytes, start, end));
}

function textOf(bytes: Buffer, start: number, end: number): string {
  try {
    return bytes.toString("utf8", start, end);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_STRING_TOO_LONG") throw new TooLongError();
    throw error;
  }
}

/** Counts all commas and colons, which are at least as many as those of any one array or object. */
function hasTooMany(bytes: Buffer, start: number, end: number): boolean {
  let commas = 0;
  let colons = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === COMMA) commas++;
    else if (byte === COLON) colons++;
  }
  return commas >= MOST_ELEMENTS || colons >= MOST_MEMBERS;
}
