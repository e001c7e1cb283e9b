import { CLOSE_ARRAY, COMMA, OPEN_ARRAY } from "../json/bytes.js";
import type { Span } from "../model/rollout.js";

const ZERO = 48;
const ONE = 49;
const SPACE = 32;

/** A list of 0 and 1, as its length and the half-open ranges of ones. */
export interface BitRuns {
  readonly length: number;
  readonly runs: readonly Span[];
}

/** Reads a JSON list of the digits 0 and 1; null for any other value. */
export function bitRuns(bytes: Buffer, start: number, end: number): BitRuns | null {
  if (bytes[start] !== OPEN_ARRAY || bytes[end - 1] !== CLOSE_ARRAY) return null;
  const runs: Span[] = [];
  let length = 0;
  let from = -1;
  let at = start + 1;
  for (;;) {
    while (bytes[at] === SPACE) at++;
    const digit = bytes[at++];
    if (digit === ONE) {
      if (from < 0) from = length;
    } else if (digit !== ZERO) return null;
    else if (from >= 0) {
      runs.push([from, length]);
      from = -1;
    }
    length++;
    while (bytes[at] === SPACE) at++;
    const next = bytes[at++];
    if (next === COMMA) continue;
    if (next !== CLOSE_ARRAY || at !== end) return null;
    if (from >= 0) runs.push([from, length]);
    return { length, runs };
  }
}
