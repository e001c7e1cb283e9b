import { grpoBase, outcome } from "./outcome.js";
import type { Rule } from "./rule.js";

/** `(R - mean) / (std + eps)` over the group, the same for all turns of a rollout. */
export const grpo: Rule = {
  name: "grpo",
  needs: [],
  source: "arXiv 2402.03300; verl and TRL code",
  base: grpoBase,
  advantages: (group, options) => outcome(group, "grpo", options),
};
