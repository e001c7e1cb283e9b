import { canonicalJson } from "../../json/canonical.js";
import type { CompareResult, RuleResult } from "../../model/compare.js";
import type { JsonValue } from "../../model/json.js";
import { escapeMarkdown, markdownTable } from "../markdown.js";
import { figureValue } from "../numbers.js";
import { agreementOf, headline, meanCell, ruleLabel, split, withInterval } from "./cells.js";

/** The report of `compare` as Markdown. */
export function compareMarkdown(result: CompareResult): string {
  const { computed, missing } = split(result);
  const blocks = [
    "# Credit rules side by side",
    ...headline(result).map(escapeMarkdown),
    ...result.warnings.map((warning) => `> **Warning** ${escapeMarkdown(`${warning.message} [${warning.code}]`)}`),
    "## What each rule does",
    markdownTable(
      ["rule", "turns changed", "mean abs. on failing tool turns", "on neutral calls", "on discriminating calls"],
      computed.map((rule) => [
        ruleLabel(rule),
        rule.differentTurns === null ? "n/a" : figureValue(rule.differentTurns),
        meanCell(rule.meanAbsolute?.failingToolTurns),
        meanCell(rule.meanAbsolute?.neutralCalls),
        meanCell(rule.meanAbsolute?.discriminatingCalls),
      ]),
    ),
    ...truths(computed),
    ...matrix(result, computed),
    "## Rules",
    markdownTable(
      ["rule", "source", "remark"],
      result.rules.map((rule) => [ruleLabel(rule), rule.source, remark(rule)]),
      3,
    ),
    ...(missing.length > 0 || computed.some(({ approximate }) => approximate)
      ? ["~ marks a formula that is known from a third party's account, or in part."]
      : []),
    "## Conventions",
    markdownTable(
      ["option", "value"],
      Object.entries(result.conventions).map(([name, value]) => [name, canonicalJson(value as JsonValue)]),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function remark(rule: RuleResult): string {
  return [rule.missing === null ? null : `not computed: needs ${rule.missing}`, rule.note]
    .filter((text) => text !== null)
    .join("; ");
}

function truths(rules: readonly RuleResult[]): string[] {
  const rows = rules.flatMap((rule) => {
    const { truth } = rule;
    if (truth === null) return [];
    return [
      [
        ruleLabel(rule),
        withInterval(truth.signAgreement),
        withInterval(truth.pearson),
        withInterval(truth.spearman),
        withInterval(truth.scaledMse, 5),
        figureValue(truth.harmfulForgiven),
      ],
    ];
  });
  if (rows.length === 0) return [];
  return [
    "## Against the true credit of turns",
    markdownTable(["rule", "sign agreement", "Pearson", "Spearman", "MSE after best scaling", "harm forgiven"], rows),
  ];
}

/** Rank correlation above the diagonal, sign agreement below it. */
function matrix(result: CompareResult, rules: readonly RuleResult[]): string[] {
  if (rules.length < 2) return [];
  const rows = rules.map((row, i) => [
    ruleLabel(row),
    ...rules.map((column, j) => {
      const pair = agreementOf(result, row, column);
      if (pair === undefined) return "";
      return withInterval(i < j ? pair.rankCorrelation : pair.signAgreement);
    }),
  ]);
  return [
    "## Rank correlation (above the diagonal), sign agreement (below), with 95 % intervals",
    markdownTable(["", ...rules.map(ruleLabel)], rows),
  ];
}
