import { RULE_NAMES, type RuleName } from "../../model/names.js";
import { choice, type ValueKind } from "./value-kinds.js";

const one = choice(RULE_NAMES);

/** Names of credit rules separated by commas, each once, in the order of the registry. */
export const ruleNames: ValueKind<readonly RuleName[]> = {
  expected: `names separated by commas, each one of ${RULE_NAMES.join(", ")}`,
  range: RULE_NAMES.join(", "),
  fromText: (text) => inOrder(text.split(",").map((part) => one.fromText(part.trim()))),
  fromJson: (value) => (Array.isArray(value) ? inOrder(value.map(one.fromJson)) : undefined),
  merge: (before, after) => RULE_NAMES.filter((name) => before.includes(name) || after.includes(name)),
  hint: (text) => {
    const wrong = text.split(",").find((part) => one.fromText(part.trim()) === undefined);
    return wrong === undefined ? "" : (one.hint?.(wrong.trim()) ?? "");
  },
};

function inOrder(names: readonly (RuleName | undefined)[]): readonly RuleName[] | undefined {
  return names.includes(undefined) ? undefined : RULE_NAMES.filter((name) => names.includes(name));
}

/** `--rule NAME`. */
export const RULE = {
  flags: "--rule <name>",
  description: "credit rule whose advantages are written",
  kind: one,
  fallback: "tapo",
};
