import { broadcast, grpoBase } from "./outcome.js";
import type { Rule } from "./rule.js";

/**
 * GRPO on mixed groups only: dynamic sampling drops the groups that are all right or all wrong. (DAPO's token-level mean
 * and higher clip are matters of the loss, not of the advantage.)
 */
export const dapo: Rule = {
  name: "dapo",
  needs: [],
  source: "arXiv 2503.14476; verl code",
  base: grpoBase,
  advantages: (group, options) => (group.mixed ? grpoBase(group, options) : broadcast(group, [])),
};
