import type { Group } from "../../model/compact.js";
import { outcomeAdvantages } from "../../stats/outcome-advantage.js";
import { turnLength } from "./lengths.js";
import { broadcast, grpoBase } from "./outcome.js";
import type { Rule, TurnAdvantages } from "./rule.js";

const WHITENING_EPS = 1e-8;

/**
 * Each reward component's GRPO advantage in the group, summed with equal weights; then whitened over all policy tokens of
 * the batch: `(a - mean) / sqrt(sample variance + 1e-8)`.
 */
export const gdpo: Rule = {
  name: "gdpo",
  needs: ["rewardComponents", "lengths"],
  source: "arXiv 2601.05242; verl code",
  note: "every component has weight 1",
  base: grpoBase,
  advantages(group, options) {
    const names = [...(group.rollouts[0]?.rewardComponents?.keys() ?? [])].sort();
    const sum = new Float64Array(group.rollouts.length);
    for (const name of names) {
      const rewards = group.rollouts.map(({ rewardComponents }) => rewardComponents?.get(name) ?? 0);
      const normalised = outcomeAdvantages(rewards, "grpo", options);
      for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] ?? 0) + (normalised[j] ?? 0);
    }
    return broadcast(group, sum);
  },
  overBatch(groups, advantages) {
    const { mean, deviation } = tokenMoments(groups, advantages);
    return advantages.map((rows) => rows.map((row) => row.map((value) => (value - mean) / deviation)));
  },
};

/** Mean and standard deviation over the batch's policy tokens, two-pass. */
function tokenMoments(groups: readonly Group[], advantages: readonly TurnAdvantages[]) {
  const sum = (term: (value: number) => number): number => {
    let total = 0;
    for (const [g, { rollouts }] of groups.entries())
      for (const [j, { turns }] of rollouts.entries())
        for (const [t, turn] of turns.entries()) total += turnLength(turn) * term(advantages[g]?.[j]?.[t] ?? 0);
    return total;
  };
  const tokens = sum(() => 1);
  if (tokens < 2) return { mean: 0, deviation: 1 };
  const mean = sum((value) => value) / tokens;
  const variance = sum((value) => (value - mean) ** 2) / (tokens - 1);
  return { mean, deviation: Math.sqrt(variance + WHITENING_EPS) };
}
