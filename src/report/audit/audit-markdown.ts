import { canonicalJson } from "../../json/canonical.js";
import type { GateResult } from "../../model/ablation.js";
import { type AuditResult, STATISTICS } from "../../model/audit.js";
import type { JsonValue } from "../../model/json.js";
import { gateMarkdown } from "../gates/gate-markdown.js";
import { idText } from "../id-text.js";
import { LIMITS } from "../limits.js";
import { escapeMarkdown, markdownTable } from "../markdown.js";
import { count, figureValue, fraction, interval, shareOf } from "../numbers.js";
import { checkSentences } from "./checks.js";
import { headline, subject } from "./headline.js";
import { statisticTitle } from "./labels.js";

/** The report of `audit` as Markdown, for a pull request or a lab notebook. */
export function auditMarkdown(result: AuditResult & { readonly gates?: readonly GateResult[] }): string {
  const blocks = [
    "# Misassigned credit of tool calls",
    escapeMarkdown(`tapo ${result.version}: ${subject(result)}.`),
    ...headline(result).map(escapeMarkdown),
    ...result.warnings.map((warning) => `> **Warning** ${escapeMarkdown(`${warning.message} [${warning.code}]`)}`),
    ...gateMarkdown(result.gates ?? []),
    ...figureTables(result),
    "## Checks of what the method rests on",
    ...checkSentences(result).flatMap(([name, sentences]) => [`### ${name}`, ...sentences.map(escapeMarkdown)]),
    "## From rows to calls",
    markdownTable(
      ["", "n"],
      Object.entries(result.funnel).map(([name, value]) => [name, count(value)]),
    ),
    ...rejections(result),
    "## What this does and does not show",
    LIMITS.audit,
    "## Conventions",
    markdownTable(
      ["option", "value"],
      Object.entries(result.conventions).map(([name, value]) => [name, canonicalJson(value as JsonValue)]),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function figureTables(result: AuditResult): string[] {
  const figures = STATISTICS.map((name) => {
    const figure = result.statistics[name];
    return [statisticTitle(name), figureValue(figure), interval(figure), fraction(figure)];
  });
  const tools = result.byTool.map((row) => [
    row.tool,
    count(row.toolCalls),
    count(row.failingToolCalls),
    shareOf(row.correctableActions),
    shareOf(row.correctedActions),
  ]);
  const batches = result.byBatch.map((row) => [
    idText(row.batch),
    count(row.groups),
    shareOf(row.correctableTrajectories),
    shareOf(row.correctableActions),
    shareOf(row.correctedActions),
  ]);
  const sweep = result.thetaSweep.map((row) => [
    row.theta.toFixed(2),
    shareOf(row.correctableTrajectories),
    shareOf(row.correctableActions),
  ]);
  return [
    "## Figures",
    markdownTable(["figure", "value", "95 % interval", "of"], figures),
    "## Tools",
    markdownTable(["tool", "calls", "failing", "correctable", "corrected"], tools),
    ...(batches.length < 2
      ? []
      : ["## Batches", markdownTable(["batch", "groups", "trajectories", "actions", "corrected"], batches)]),
    "## Similarity threshold",
    markdownTable(["theta", "correctable trajectories", "correctable actions"], sweep),
  ];
}

function rejections(result: AuditResult): string[] {
  if (result.rejections.length === 0) return [];
  const rows = result.rejections.map((r) => [r.reason, count(r.count), `${r.first.path}: row ${r.first.row}`]);
  return ["## Records left out", markdownTable(["reason", "n", "first"], rows)];
}
