import type { TokenOffsets } from "../../model/tokenize.js";

/** A text as the tokenizer sees it, with offsets of the text in it, in bytes of UTF-8. */
export interface NormalisedText {
  readonly bytes: Buffer;
  readonly offsets: readonly number[];
}

const SPACE = 32;

/**
 * Lays tokens along the text that they were made of. Between tokens only white space may be left out, and a token may
 * begin with a space that the tokenizer put before a word. Null where the tokens do not spell the text.
 * A character cut into several tokens belongs to where it begins.
 */
export function tokenOffsets(
  { bytes, offsets }: NormalisedText,
  tokens: readonly string[],
  bytesOf: (token: string) => Buffer | null,
): TokenOffsets | null {
  const spelled: Buffer[] = [];
  for (const token of tokens) {
    const word = bytesOf(token);
    if (word === null) return null;
    spelled.push(word);
  }
  dropSpaceBefore(spelled, bytes);
  const before = offsets.map(() => 0);
  let next = 0;
  let at = 0;
  for (const [index, word] of spelled.entries()) {
    const place = placeOf(word, bytes, at);
    if (place === null) return null;
    for (; next < offsets.length && (offsets[next] ?? 0) <= place.start; next++) before[next] = index;
    at = place.end;
  }
  for (; next < offsets.length; next++) before[next] = tokens.length;
  return skipWhite(bytes, at) === bytes.length ? { length: tokens.length, before } : null;
}

/** Takes off the space that a tokenizer puts before the whole text, so that it is not taken for one of the text's own. */
function dropSpaceBefore(spelled: Buffer[], bytes: Buffer): void {
  const [first] = spelled;
  const length = spelled.reduce((sum, word) => sum + word.length, 0);
  if (first?.[0] === SPACE && length === bytes.length + 1) spelled[0] = first.subarray(1);
}

function placeOf(token: Buffer, bytes: Buffer, at: number): { readonly start: number; readonly end: number } | null {
  for (const start of [at, skipWhite(bytes, at)]) {
    if (matches(token, 0, bytes, start)) return { start, end: start + token.length };
    if (token[0] === SPACE && matches(token, 1, bytes, start)) return { start, end: start + token.length - 1 };
  }
  return null;
}

function matches(token: Buffer, from: number, bytes: Buffer, at: number): boolean {
  const length = token.length - from;
  return at + length <= bytes.length && token.compare(bytes, at, at + length, from) === 0;
}

function skipWhite(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const [white] = /^\s/u.exec(bytes.toString("utf8", at, at + 4)) ?? [];
    if (white === undefined) break;
    at += Buffer.byteLength(white);
  }
  return at;
}
