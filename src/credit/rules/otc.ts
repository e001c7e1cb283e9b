import { outcomeAdvantages } from "../../stats/outcome-advantage.js";
import { callCount } from "./lengths.js";
import { broadcast, grpoBase } from "./outcome.js";
import type { Rule } from "./rule.js";

/** Smoothing constant of the case without calls. */
const C = 1;

/** GRPO on `r_tool * R`: a reward is worth less the further its number of calls is from the fewest that were enough. */
export const otc: Rule = {
  name: "otc",
  needs: [],
  source: "arXiv 2504.14870, as third parties' code has it",
  approximate: true,
  note: `smoothing constant ${C}; a group without a success keeps its rewards`,
  base: grpoBase,
  advantages(group, options) {
    const counts = group.rollouts.map(callCount);
    const enough = counts.filter((_, j) => group.rollouts[j]?.successful);
    const fewest = enough.length === 0 ? null : Math.min(...enough);
    const rewards = group.rollouts.map(({ reward }, j) =>
      fewest === null ? reward : reward * toolReward(counts[j] ?? 0, fewest),
    );
    return broadcast(group, outcomeAdvantages(rewards, "grpo", options));
  },
};

/** In [0, 1]: 1 with `n` calls, the fewest of a correct rollout. `m` are the rollout's own. */
export function toolReward(m: number, n: number): number {
  if (m === 0 && n === 0) return 1;
  if (n === 0) return Math.cos((m * Math.PI) / (2 * m + C));
  return Math.sin((((2 * n * m) / (m + n)) * Math.PI) / (2 * n));
}
