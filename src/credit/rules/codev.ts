import type { CompactTurn } from "../../model/compact.js";
import { mean } from "../../stats/moments.js";
import { plus, runBase } from "./outcome.js";
import type { Rule } from "./rule.js";

/** A judge's score of each call, added to the group advantage; a turn with several calls adds their mean. */
export const codev: Rule = {
  name: "codev",
  needs: ["callScores"],
  source: "CodeV (Tool-Aware Policy Optimization), abstract only",
  approximate: true,
  note: "scores are added as they are, with weight 1",
  base: runBase,
  advantages: (group, options) =>
    plus(
      runBase(group, options),
      group.rollouts.map(({ turns }) => Float64Array.from(turns, meanScore)),
    ),
};

function meanScore({ calls }: CompactTurn): number {
  return calls.length === 0 ? 0 : mean(calls.map(({ score }) => score ?? 0));
}
