import type { Group } from "../../model/compact.js";
import { type OutcomeConventions, type OutcomeFormula, outcomeAdvantages } from "../../stats/outcome-advantage.js";
import type { RuleOptions, TurnAdvantages } from "./rule.js";

/** Every turn of rollout `j` gets `values[j]`. */
export function broadcast(group: Group, values: ArrayLike<number>): TurnAdvantages {
  return group.rollouts.map(({ turns }, j) => new Float64Array(turns.length).fill(values[j] ?? 0));
}

export function rewardsOf({ rollouts }: Group): number[] {
  return rollouts.map(({ reward }) => reward);
}

/** Group-relative advantages of the rewards, broadcast (SPEC section 2). */
export function outcome(group: Group, formula: OutcomeFormula, conventions: OutcomeConventions): TurnAdvantages {
  return broadcast(group, outcomeAdvantages(rewardsOf(group), formula, conventions));
}

/** GRPO's advantages: the base of the rules that change what an outcome is worth. */
export function grpoBase(group: Group, options: RuleOptions): TurnAdvantages {
  return outcome(group, "grpo", options);
}

/** The run's own base advantages (`--estimator`): the base of the rules that tell the turns of a rollout apart. */
export function runBase(group: Group, { estimator }: RuleOptions): TurnAdvantages {
  return group.rollouts.map(({ turns }, j) => {
    const advantage = group.advantages[j] ?? 0;
    return Float64Array.from(turns, (turn) =>
      estimator === "logged" ? (turn.loggedAdvantage ?? advantage) : advantage,
    );
  });
}

/** Adds up turn by turn. */
export function plus(a: TurnAdvantages, b: TurnAdvantages, weight = 1): TurnAdvantages {
  return a.map((row, j) => row.map((value, t) => value + weight * (b[j]?.[t] ?? 0)));
}
