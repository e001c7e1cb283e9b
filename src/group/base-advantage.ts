import type { Estimator } from "../model/names.js";
import { type OutcomeConventions, outcomeAdvantages } from "../stats/outcome-advantage.js";

/** The conventions that the base advantage depends on. */
export interface BaseConventions extends OutcomeConventions {
  readonly estimator: Estimator;
}

/**
 * Base advantages `A_j` of one group's rollouts (SPEC section 2). `logged` gives the log's own; every other estimator
 * gives 0 to groups of equal rewards and, unless `singleton` is `raw`, to groups of one.
 */
export function baseAdvantages(
  rewards: readonly number[],
  logged: readonly (number | null)[],
  conventions: BaseConventions,
): Float64Array {
  const { estimator } = conventions;
  if (estimator === "logged") return Float64Array.from(logged, (advantage) => advantage ?? 0);
  return outcomeAdvantages(rewards, estimator, conventions);
}
