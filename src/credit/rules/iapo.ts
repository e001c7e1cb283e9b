import { runBase } from "./outcome.js";
import type { Rule } from "./rule.js";

/** Never computed: it needs what no log holds. Listed so that whoever asks for it is told why. */
export const iapo: Rule = {
  name: "iapo",
  needs: ["attributions"],
  source: "arXiv 2606.11652",
  base: runBase,
  advantages: runBase,
};
