import { outcomeAdvantages } from "../../stats/outcome-advantage.js";
import { outcome } from "./outcome.js";
import type { Rule } from "./rule.js";

/**
 * `A_succ + M * A_action`: the outcome's and the actions' group-mean-centred rewards, the latter on turns that call tools
 * (M = 1). A rollout's action reward is the sum of its calls' correctness.
 */
export const toolpo: Rule = {
  name: "toolpo",
  needs: ["callScores"],
  source: "arXiv 2510.21618, Eq. 5 to 7",
  note: "M is 1 on all tokens of a turn with a call",
  base: (group, options) => outcome(group, "dr-grpo", options),
  advantages(group, options) {
    const correctness = group.rollouts.map(({ turns }) =>
      turns.reduce((sum, { calls }) => sum + calls.reduce((part, { score }) => part + (score ?? 0), 0), 0),
    );
    const action = outcomeAdvantages(correctness, "dr-grpo", options);
    return outcome(group, "dr-grpo", options).map((row, j) =>
      row.map((value, t) => value + ((group.rollouts[j]?.turns[t]?.calls.length ?? 0) > 0 ? (action[j] ?? 0) : 0)),
    );
  },
};
