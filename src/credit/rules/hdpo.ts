import { outcomeAdvantages } from "../../stats/outcome-advantage.js";
import { callCount } from "./lengths.js";
import { broadcast, grpoBase, rewardsOf } from "./outcome.js";
import type { Rule } from "./rule.js";

const ACCURACY_WEIGHT = 1;
const TOOL_WEIGHT = 0.15;

/** `1 * grpo(R)` over all, plus `0.15 * grpo(1 / (calls + 1))` among the correct rollouts where there are 2 or more. */
export const hdpo: Rule = {
  name: "hdpo",
  needs: [],
  source: "arXiv 2604.08545 and its readme",
  base: grpoBase,
  advantages(group, options) {
    const values = outcomeAdvantages(rewardsOf(group), "grpo", options).map((value) => ACCURACY_WEIGHT * value);
    const correct = group.rollouts.flatMap(({ successful }, j) => (successful ? [j] : []));
    if (correct.length < 2) return broadcast(group, values);
    const thrift = correct.map((j) => {
      const rollout = group.rollouts[j];
      return rollout === undefined ? 0 : 1 / (callCount(rollout) + 1);
    });
    const tool = outcomeAdvantages(thrift, "grpo", options);
    for (const [i, j] of correct.entries()) values[j] = (values[j] ?? 0) + TOOL_WEIGHT * (tool[i] ?? 0);
    return broadcast(group, values);
  },
};
