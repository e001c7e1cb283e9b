import { RULE_NAMES } from "../../model/names.js";
import { compareLog } from "../../pipeline.js";
import { COMPARE_REPORTS } from "../../report/compare/compare-reports.js";
import { compareTable } from "../../report/compare/compare-table.js";
import { logCommand } from "../log-command.js";
import { ruleNames } from "../options/rule-options.js";

export const compareCommand = logCommand({
  description:
    "Computes every credit rule whose inputs the log has, side by side on the same groups: which turns each treats " +
    "differently, how they agree, and, where the true credit of turns is known, how near to it each comes. Rules whose " +
    "inputs are missing are named with what they need.",
  examples: [
    ["all rules that the log can answer for", "tapo compare log.jsonl"],
    ["three rules, the numbers for a script", "tapo compare log.jsonl --rules grpo,tapo,gigpo --json"],
    ["which rule is right where the truth is known", "tapo simulate | tapo compare -"],
  ],
  options: {
    rules: { flags: "--rules <names>", description: "rules to compare", kind: ruleNames, fallback: "all" },
  },
  compute: (inputs, run, { rules = RULE_NAMES }) => compareLog(inputs, run, rules),
  terminal: compareTable,
  reports: COMPARE_REPORTS,
});
