import { creditGroup } from "../credit-group.js";
import { runBase } from "./outcome.js";
import type { Rule } from "./rule.js";

/** Credit transfer from similar calls of successful rollouts (SPEC sections 4 and 5). */
export const tapo: Rule = {
  name: "tapo",
  needs: [],
  source: "arXiv 2606.05784",
  base: runBase,
  advantages: (group, options) =>
    creditGroup(group, options.matchOf, options, options.estimator === "logged").map(({ turns }) =>
      Float64Array.from(turns, ({ advantage }) => advantage),
    ),
};
