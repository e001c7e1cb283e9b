import type { CompactRollout } from "../../model/compact.js";
import { mean } from "../../stats/moments.js";
import { callCount, rolloutLength, turnLength } from "./lengths.js";
import { plus, runBase } from "./outcome.js";
import type { Rule } from "./rule.js";

const DELTA = -2;
/** The added part is at most this share of the advantage. */
const K = 0.7;

/**
 * Correct rollouts that call a tool get `A + clip(delta (p - mean p) / mean len, -k A, k A)`: the earlier the first call,
 * the more. p and len are in policy tokens, their means over such rollouts of the group.
 */
export const aspo: Rule = {
  name: "aspo",
  needs: ["lengths"],
  source: "arXiv 2508.19201, Eq. 2",
  note: "the first call stands at the end of its turn",
  base: runBase,
  advantages(group, options) {
    const chosen = group.rollouts.map((rollout) => rollout.successful && callCount(rollout) > 0);
    const among = group.rollouts.filter((_, j) => chosen[j]);
    if (among.length === 0) return runBase(group, options);
    const meanStart = mean(among.map(firstCall));
    const meanLength = mean(among.map(rolloutLength));
    const added = group.rollouts.map((rollout, j) => {
      const limit = K * Math.abs(group.advantages[j] ?? 0);
      const shift = chosen[j] && meanLength > 0 ? (DELTA * (firstCall(rollout) - meanStart)) / meanLength : 0;
      return new Float64Array(rollout.turns.length).fill(Math.max(-limit, Math.min(limit, shift)));
    });
    return plus(runBase(group, options), added);
  },
};

/** Policy tokens up to the end of the first turn with a call. */
function firstCall({ turns }: CompactRollout): number {
  const at = turns.findIndex(({ calls }) => calls.some(({ excluded }) => !excluded));
  return turns.slice(0, at + 1).reduce((sum, turn) => sum + turnLength(turn), 0);
}
