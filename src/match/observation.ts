import { createHash } from "node:crypto";
import type { Observation } from "../model/compact.js";
import { countShared } from "./interner.js";
import { bareText, tokenise } from "./tokens.js";

/**
 * Keeps observations without their texts: a hash and the set of token hashes. Equal texts share one.
 * Token hashes have 53 bits, so that two sets of a thousand tokens meet a wrong match about once in 10^10 pairs.
 */
export class ObservationStore {
  private readonly known = new Map<string, Observation>();

  observe(text: string): Observation {
    const hash = createHash("sha256").update(text).digest("base64");
    let observation = this.known.get(hash);
    if (observation === undefined) {
      observation = { hash, tokens: tokenSet(text) };
      this.known.set(hash, observation);
    }
    return observation;
  }
}

function tokenSet(text: string): Float64Array {
  const tokens = new Set<number>();
  for (const token of tokenise(text)) tokens.add(hash53(token));
  // A text without tokens is compared by what is left of it (SPEC section 3): one token that no other text has.
  if (tokens.size === 0) tokens.add(-1 - hash53(bareText(text)));
  return Float64Array.from(tokens).sort();
}

/** Jaccard index of two observations' token sets, in [0, 1]. */
export function observationJaccard(a: Observation, b: Observation): number {
  if (a === b) return 1;
  const shared = countShared(a.tokens, b.tokens);
  return shared / (a.tokens.length + b.tokens.length - shared);
}

/** 53-bit string hash (cyrb53: two multiplicative 32-bit lanes, mixed). */
function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
