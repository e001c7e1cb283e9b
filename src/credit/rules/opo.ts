import { rolloutLength } from "./lengths.js";
import { broadcast, grpoBase } from "./outcome.js";
import type { Rule } from "./rule.js";

/**
 * `R - b`, with the length-weighted baseline `b = sum(len * R) / sum(len)` of the group; len = policy tokens.
 * A group of one is 0, or `R` with `singleton: raw` (verl).
 */
export const opo: Rule = {
  name: "opo",
  needs: ["lengths"],
  source: "arXiv 2505.23585; verl code",
  base: grpoBase,
  advantages(group, { singleton }) {
    const lengths = group.rollouts.map(rolloutLength);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const weighted = group.rollouts.reduce((sum, { reward }, j) => sum + (lengths[j] ?? 0) * reward, 0);
    const alone = group.rollouts.length === 1;
    if (total === 0 || (alone && singleton === "zero")) return broadcast(group, []);
    const baseline = alone ? 0 : weighted / total;
    return broadcast(
      group,
      group.rollouts.map(({ reward }) => reward - baseline),
    );
  },
};
