import type { RolloutCredit } from "./correction.js";
import type { TokenRuns } from "./token-runs.js";

/**
 * Credits of some rollouts in the form in which they are written, in columns: a few arrays that go from thread to thread
 * as they are, where objects would be copied one by one. The `i`-th rollout's part of a list ends at `...Ends[i]` and
 * begins where the one before ends.
 */
export interface PackedCredits {
  /** File, row and item of each rollout. */
  readonly places: Int32Array;
  /** `A_j`. */
  readonly advantages: Float64Array;
  /** 1 for a successful rollout. */
  readonly successes: Uint8Array;
  /** A' of the turns. */
  readonly turns: Float64Array;
  readonly turnEnds: Int32Array;
  /** Advantages per token. */
  readonly runs: TokenRuns;
  readonly runEnds: Int32Array;
  /** 1 for a rollout with tokens. */
  readonly tokens: Uint8Array;
  /** The `tapo` members as JSON in UTF-8, without the advantages per token and the closing brace. */
  readonly heads: Uint8Array<ArrayBuffer>;
  readonly headEnds: Int32Array;
  /** How much was corrected. */
  readonly corrected: CorrectedCounts;
}

export interface CorrectedCounts {
  readonly rollouts: number;
  readonly turns: number;
  readonly calls: number;
}

/** Takes the credits of a log, in no order. */
export interface CreditSink {
  /** Whether the credits themselves are wanted, by `add`; else packed ones will do. */
  readonly whole: boolean;
  add(credits: readonly RolloutCredit[]): void;
  addPacked(packed: PackedCredits): void;
}
