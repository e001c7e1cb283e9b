import { hash as digest } from "node:crypto";
import type { Observation } from "../model/compact.js";
import { countShared } from "./interner.js";
import { TokenSet } from "./token-set.js";
import { bareText, tokenise } from "./tokens.js";

const SET = new TokenSet();

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

  /** Lets go of what was observed: equal texts get one observation only from here on. */
  forget(): void {
    this.known.clear();
  }

  /**
   * The same of a text in UTF-8, `[0, length)`; null where `TokenSet.ofBytes` cannot tell its tokens, or there are none:
   * then the text is to be observed.
   */
  protected observeBytes(bytes: Buffer, length: number): Observation | null {
    const hash = digest("sha256", bytes.subarray(0, length), "base64");
    let observation = this.known.get(hash);
    if (observation === undefined) {
      const tokens = SET.ofBytes(bytes, 0, length);
      if (tokens === null || tokens.length === 0) return null;
      observation = { hash, tokens };
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
  const tokens = SET.ofText(text) ?? SET.ofTokens(tokenise(text));
  // A text without tokens is compared by what is left of it (SPEC section 3): one token that no other text has.
  if (tokens.length > 0) return tokens;
  const [bare = 0] = SET.ofTokens([bareText(text)]);
  return Float64Array.of(-1 - bare);
}
