import { grpoBase, outcome } from "./outcome.js";
import type { Rule } from "./rule.js";

/** `R - mean` over the group: GRPO without the division by the deviation. */
export const drGrpo: Rule = {
  name: "dr-grpo",
  needs: [],
  source: "arXiv 2503.20783; verl and TRL code",
  base: grpoBase,
  advantages: (group, options) => outcome(group, "dr-grpo", options),
};
