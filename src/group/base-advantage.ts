import type { Estimator, Singleton } from "../model/names.js";
import { mean, standardDeviation } from "../stats/moments.js";

/** The conventions that the base advantage depends on. */
export interface BaseConventions {
  readonly estimator: Estimator;
  readonly ddof: 0 | 1;
  readonly eps: number;
  readonly singleton: Singleton;
}

/** True where there are two or more rewards and all are equal: such a group has no gradient. */
export function allEqual(rewards: ArrayLike<number>): boolean {
  for (let i = 1; i < rewards.length; i++) if (rewards[i] !== rewards[0]) return false;
  return rewards.length > 1;
}

/**
 * Base advantages `A_j` of one group's rollouts (SPEC section 2), summed in input order, two-pass.
 * `logged` gives the log's own; every other estimator gives 0 to groups of equal rewards and, unless `singleton` is
 * `raw`, to groups of one.
 */
export function baseAdvantages(
  rewards: readonly number[],
  logged: readonly (number | null)[],
  conventions: BaseConventions,
): Float64Array {
  const { estimator } = conventions;
  const out = new Float64Array(rewards.length);
  if (estimator === "logged") return Float64Array.from(logged, (advantage) => advantage ?? 0);
  if (rewards.length === 1) {
    if (conventions.singleton === "raw") out[0] = rawSingleton(rewards[0] ?? 0, conventions);
    return out;
  }
  if (allEqual(rewards)) return out;
  const center = mean(rewards);
  const scale = estimator === "grpo" ? standardDeviation(rewards, center, conventions.ddof) + conventions.eps : 1;
  // The mean of the others is (n * mean - R) / (n - 1): from the deviation, so that nothing cancels.
  const share = estimator === "rloo" ? rewards.length / (rewards.length - 1) : 1;
  for (let j = 0; j < rewards.length; j++) out[j] = (((rewards[j] ?? 0) - center) * share) / scale;
  return out;
}

/** verl's advantage of a group of one: mean 0 and, for `grpo`, standard deviation 1. */
function rawSingleton(reward: number, { estimator, eps }: BaseConventions): number {
  return estimator === "grpo" ? reward / (1 + eps) : reward;
}
