import type { Contender } from "../../src/analyse/compare/apply-rules.js";
import { RULES } from "../../src/credit/rules/registry.js";
import type { RuleName } from "../../src/model/names.js";
import { DEFAULT_OPTIONS, type MethodOptions } from "../../src/model/options.js";

/** A rule with the conventions that it competes under. */
export interface Named extends Contender {
  readonly name: string;
}

export function contender(rule: RuleName, name: string = rule, changed: Partial<MethodOptions> = {}): Named {
  return { name, rule: RULES[rule], options: { ...DEFAULT_OPTIONS, ...changed } };
}

/** TAPO and its contrastive variants. */
export const TAPO_VARIANTS: readonly Named[] = [
  contender("tapo"),
  contender("tapo", "tapo --contrast 0", { contrast: 0 }),
  contender("tapo", "tapo --support contrastive", { support: "contrastive" }),
];

/** Every rule whose inputs a simulated log has; dapo is grpo here, as only mixed groups have unequal rewards. */
export const CONTENDERS: readonly Named[] = [
  contender("grpo"),
  contender("dr-grpo"),
  contender("rloo"),
  contender("opo"),
  contender("gigpo"),
  contender("hgpo"),
  contender("graphgpo"),
  contender("salt"),
  ...TAPO_VARIANTS,
  contender("aspo"),
  contender("otc"),
  contender("hdpo"),
];
