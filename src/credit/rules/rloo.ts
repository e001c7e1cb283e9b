import { grpoBase, outcome } from "./outcome.js";
import type { Rule } from "./rule.js";

/** `R - mean of the others` of the group. */
export const rloo: Rule = {
  name: "rloo",
  needs: [],
  source: "arXiv 2402.14740; verl and TRL code",
  base: grpoBase,
  advantages: (group, options) => outcome(group, "rloo", options),
};
