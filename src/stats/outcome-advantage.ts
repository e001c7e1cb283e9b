import { largestDeviation, mean, standardDeviation } from "./moments.js";

/** Conventions of a group-relative advantage (SPEC section 2). */
export interface OutcomeConventions {
  /** Degrees of freedom taken off n for the standard deviation: 1 sample, 0 population. */
  readonly ddof: 0 | 1;
  /** Added to the standard deviation. */
  readonly eps: number;
  /** A group of one: 0, or verl's (`R / (1 + eps)` standardised, else `R`). */
  readonly singleton: "zero" | "raw";
}

/** Rewards below this are multiplied by a power of two first: near the end of the doubles a mean is one of few numbers. */
const TINY = 2 ** -900;
const UP = 2 ** 700;

export type OutcomeFormula = "grpo" | "dr-grpo" | "rloo";

/** True where there are two or more values and all are equal: such a group has no gradient. */
export function allEqual(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return values.length > 1;
}

/**
 * Group-relative advantages of one group's rewards, summed in their order, two-pass (SPEC section 2): `grpo`
 * standardised, `dr-grpo` centred, `rloo` less the mean of the others. Equal rewards give 0 throughout.
 */
export function outcomeAdvantages(
  rewards: ArrayLike<number>,
  formula: OutcomeFormula,
  { ddof, eps, singleton }: OutcomeConventions,
): Float64Array {
  const n = rewards.length;
  const out = new Float64Array(n);
  if (n === 1) {
    const raw = formula === "grpo" ? (rewards[0] ?? 0) / (1 + eps) : (rewards[0] ?? 0);
    if (singleton === "raw") out[0] = raw;
    return out;
  }
  if (allEqual(rewards)) return out;
  if (formula === "rloo") return leaveOneOut(rewards);
  const center = mean(rewards);
  if (formula === "grpo") return standardised(rewards, center, ddof, eps);
  for (let j = 0; j < n; j++) out[j] = (rewards[j] ?? 0) - center;
  return out;
}

function standardised(rewards: ArrayLike<number>, center: number, ddof: 0 | 1, eps: number): Float64Array {
  const largest = largestDeviation(rewards, 0);
  if (largest > 0 && largest < TINY) {
    const larger = Float64Array.from(rewards, (reward) => reward * UP);
    return standardised(larger, mean(larger), ddof, eps * UP);
  }
  const scale = standardDeviation(rewards, center, ddof) + eps;
  return Float64Array.from(rewards, (reward) => (reward - center) / scale);
}

/**
 * Each reward less the mean of the others, summed as they stand: `n / (n - 1)` times the deviation is the same number
 * but for rounding, and rounding decides the sign where a reward is the others' mean.
 */
function leaveOneOut(rewards: ArrayLike<number>): Float64Array {
  const all = Array.from(rewards);
  return Float64Array.from(all, (reward, j) => reward - mean(all.filter((_, i) => i !== j)));
}
