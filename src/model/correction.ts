import type { CompactRollout } from "./compact.js";
import type { Id } from "./id.js";
import type { RuleName } from "./names.js";
import type { Place } from "./place.js";

export const REASONS = [
  "not-failing",
  "group-not-mixed",
  "advantage-not-negative",
  "malformed",
  "excluded",
  "no-reference",
  "below-theta",
  "below-alpha-min",
  "reference-not-positive",
  "below-contrast",
] as const;
/** Why a call was not corrected: the first that applies, in this order (CONTRACT, `correct`). */
export type Reason = (typeof REASONS)[number];

/** A call of a successful rollout that vouches for a failing one. */
export interface Witness {
  readonly place: Place;
  readonly turn: number;
  readonly call: number;
}

/** What was decided of one call (SPEC section 5). The four numbers and the witness are null where no cluster was looked at. */
export interface CallCredit {
  readonly tool: string;
  readonly corrected: boolean;
  /** `s = sim(o, C*)`, in [0, 1]. */
  readonly similarity: number | null;
  /** `sup(C*)`, in (0, 1]. */
  readonly support: number | null;
  /** `alpha = s * sup(C*)`. */
  readonly confidence: number | null;
  /** `Adv(C*)`. */
  readonly referenceAdvantage: number | null;
  /** `T = beta * F` if corrected, else 0. */
  readonly transfer: number;
  readonly witness: Witness | null;
  /** Undefined for a corrected call. */
  readonly reason: Reason | undefined;
}

export interface TurnCredit {
  /** A, the turn's base advantage. */
  readonly base: number;
  /** A', the corrected one. */
  readonly advantage: number;
  readonly calls: readonly CallCredit[];
}

/** One rollout with its corrected advantages. */
export interface RolloutCredit {
  readonly rollout: CompactRollout;
  readonly batch: Id;
  readonly group: Id;
  /** `A_j`. */
  readonly advantage: number;
  /** The credit rule, where it is not TAPO: then nothing is said of calls. */
  readonly rule?: RuleName;
  readonly turns: readonly TurnCredit[];
}
