import type { Id } from "./id.js";
import type { Place } from "./place.js";
import type { Span } from "./rollout.js";

/**
 * A rollout as matching needs it: no text but the canonical arguments. Memory is bounded by calls, never by text.
 * Made by `match/condense.ts`.
 */
export interface CompactRollout {
  readonly place: Place;
  readonly batch: Id;
  readonly group: Id | undefined;
  readonly id: Id;
  /** SHA-256, hex, of the canonical JSON of `[prompt, null]`. */
  readonly promptHash: string;
  /** The same of `[prompt, ground truth]`; null where the record has no ground truth. */
  readonly promptTruthHash: string | null;
  readonly fileKey: string | null;
  readonly reward: number;
  readonly successful: boolean;
  readonly turns: readonly CompactTurn[];
  /** Logged advantage of the rollout: scalar, or the mean over policy tokens; null where the log has none. */
  readonly loggedAdvantage: number | null;
  /** Length of the token arrays; null without a policy mask. */
  readonly tokenCount: number | null;
  /** Tokens of the final answer joined by spaces; null without one (SPEC section 6, answer conflicts). */
  readonly answer: string | null;
  /** Parts of the reward by name, where the log has them. */
  readonly rewardComponents?: ReadonlyMap<string, number>;
}

export interface CompactTurn {
  readonly calls: readonly CompactCall[];
  readonly chars: Span | null;
  readonly tokens: Span | null;
  /** Mean logged advantage over the turn's policy tokens, where logged per token; else null. */
  readonly loggedAdvantage: number | null;
  readonly trueAdvantage: number | null;
  /** Sums over the turn's tokens for the objectives; null without tokens, or where the work at hand needs none. */
  readonly ratios: TurnRatios | null;
  /** A process score of the turn, where the log has one. */
  readonly score?: number;
}

/**
 * Sums over a turn's policy tokens, with `r = exp(lp - old)` (SPEC section 8). `Up` is for a positive advantage, `Down`
 * for a negative one; `grpo` sums leave clipped tokens out, `clipped` counts them.
 */
export interface TurnRatios {
  readonly tokens: number;
  /** Sum of `lp - old`. */
  readonly logRatio: number;
  readonly grpoUp: number;
  readonly grpoDown: number;
  readonly clippedUp: number;
  readonly clippedDown: number;
  readonly sapoUp: number;
  readonly sapoDown: number;
}

export interface CompactCall {
  readonly tool: string;
  /** Canonical JSON of the arguments; null for a malformed call. Equal calls have equal text. */
  readonly args: string | null;
  /** True for a tool that is left out (SPEC section 3, "Which tools"). */
  readonly excluded: boolean;
  readonly observation: Observation | null;
  /** A score of the call, where the log has one for it. */
  readonly score?: number;
}

/** An observation without its text. */
export interface Observation {
  /** Equal for equal texts, different for different ones. */
  readonly hash: string;
  /** Sorted hashes of the distinct tokens. Empty for a text without tokens. */
  readonly tokens: Float64Array;
}

/** Rollouts of one prompt in one batch, in input order, with their base advantages. */
export interface Group {
  readonly batch: Id;
  readonly id: Id;
  readonly rollouts: readonly CompactRollout[];
  /** Base advantage of each rollout (SPEC section 2). */
  readonly advantages: Float64Array;
  /** Has a successful and a failing rollout. */
  readonly mixed: boolean;
  /** Two or more rollouts, all rewards equal. */
  readonly equalRewards: boolean;
}

/** The groups of one training step, in input order of their first rollouts. */
export interface Batch {
  readonly id: Id;
  readonly groups: readonly Group[];
}
