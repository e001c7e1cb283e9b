import { hash as digest } from "node:crypto";
import type { Observation } from "../model/compact.js";
import { countShared } from "./interner.js";
import { bareText, tokenise } from "./tokens.js";

/** Keeps observations without their texts: a hash and the set of token hashes. Equal texts share one. */
export class ObservationStore {
  private readonly known = new Map<string, Observation>();

  observe(text: string): Observation {
    const hash = digest("sha256", text, "base64");
    let observation = this.known.get(hash);
    if (observation === undefined) {
      observation = { hash, tokens: tokenSet(text) };
      this.known.set(hash, observation);
    }
    return observation;
  }
}

/** Jaccard index of two observations' token sets, in [0, 1]. */
export function observationJaccard(a: Observation, b: Observation): number {
  if (a === b) return 1;
  const shared = countShared(a.tokens, b.tokens);
  return shared / (a.tokens.length + b.tokens.length - shared);
}

/**
 * Hashes of the distinct tokens of a text, ascending. They have 53 bits, so that two sets of a thousand tokens meet a
 * wrong match about once in 10^10 pairs.
 */
export function tokenSet(text: string): Float64Array {
  const tokens = asciiTokenHashes(text) ?? Float64Array.from(tokenise(text), hash53);
  // A text without tokens is compared by what is left of it (SPEC section 3): one token that no other text has.
  if (tokens.length === 0) return Float64Array.of(-1 - hash53(bareText(text)));
  tokens.sort();
  let kept = 1;
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i] ?? 0;
    if (token !== tokens[kept - 1]) tokens[kept++] = token;
  }
  return tokens.slice(0, kept);
}

const LANE_A = 0xdeadbeef;
const LANE_B = 0x41c6ce57;

/** 53-bit string hash (cyrb53: two multiplicative 32-bit lanes, mixed). */
function hash53(text: string): number {
  let a = LANE_A;
  let b = LANE_B;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  return mixed(a, b);
}

function mixed(laneA: number, laneB: number): number {
  const a = Math.imul(laneA ^ (laneA >>> 16), 2246822507) ^ Math.imul(laneB ^ (laneB >>> 13), 3266489909);
  const b = Math.imul(laneB ^ (laneB >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** Lower-case unit of each ASCII letter or digit, 0 for what separates tokens. */
const TOKEN_UNIT = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit).toLowerCase();
  return /[a-z0-9]/.test(character) ? character.charCodeAt(0) : 0;
});

let scratch = new Float64Array(1 << 12);

/**
 * Token hashes of an ASCII text in order, repeats included; null for any other text. What `tokenise` and `hash53` give,
 * without a string for every token: observations are the bulk of a log's text.
 */
function asciiTokenHashes(text: string): Float64Array | null {
  let count = 0;
  let a = LANE_A;
  let b = LANE_B;
  let inToken = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return null;
    const unit = TOKEN_UNIT[code] ?? 0;
    if (unit !== 0) {
      a = Math.imul(a ^ unit, 2654435761);
      b = Math.imul(b ^ unit, 1597334677);
      inToken = true;
    } else if (inToken) {
      push(count++, mixed(a, b));
      a = LANE_A;
      b = LANE_B;
      inToken = false;
    }
  }
  if (inToken) push(count++, mixed(a, b));
  return scratch.slice(0, count);
}

function push(at: number, value: number): void {
  if (at === scratch.length) {
    const larger = new Float64Array(scratch.length * 2);
    larger.set(scratch);
    scratch = larger;
  }
  scratch[at] = value;
}
