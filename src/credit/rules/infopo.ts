import { plus, runBase } from "./outcome.js";
import type { Rule } from "./rule.js";

/** A score of each turn (the information it gained), added to the outcome advantage. */
export const infopo: Rule = {
  name: "infopo",
  needs: ["turnScores"],
  source: "InfoPO, abstract only",
  approximate: true,
  note: "scores are added as they are, with weight 1",
  base: runBase,
  advantages: (group, options) =>
    plus(
      runBase(group, options),
      group.rollouts.map(({ turns }) => Float64Array.from(turns, ({ score }) => score ?? 0)),
    ),
};
