import type { CompareResult, RuleResult } from "../../model/compare.js";
import { rejections } from "../audit/funnel.js";
import { conventions } from "../conventions.js";
import { figureCell } from "../numbers.js";
import { plainText } from "../plain-text.js";
import type { Page } from "../style.js";
import { renderTable, section } from "../table.js";
import { warningBlock } from "../warnings.js";
import { wrap } from "../wrap.js";
import { agreementOf, headline, meanCell, numberCell, ruleLabel, split } from "./cells.js";

/** Widths of the matrix: the rules' names, and one cell. */
const NAME = 10;
const CELL = 6;

/** The report of `compare` for a terminal. */
export function compareTable(result: CompareResult, page: Page): string {
  const { computed, missing } = split(result);
  const [finding = "", ...others] = headline(result).map((sentence) => wrap(sentence, page.width));
  const parts = [
    page.style.strong(finding),
    ...others,
    wrap(plainText(result.grouping.message), page.width),
    warningBlock(result.warnings, page),
    effects(computed, page),
    truths(computed, page),
    matrix(result, computed, page),
    needs(missing, page),
    rejections(result.rejections, page),
    conventions(result.conventions, page),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

function effects(rules: readonly RuleResult[], page: Page): string {
  if (rules.length === 0) return "";
  const table = renderTable(
    page,
    [
      { head: "rule" },
      { head: "turns changed", align: "right" },
      { head: "failing tool", align: "right" },
      { head: "neutral", align: "right" },
      { head: "discriminating", align: "right" },
    ],
    rules.map((rule) => [
      ruleLabel(rule),
      rule.differentTurns === null ? "n/a" : figureCell(rule.differentTurns),
      meanCell(rule.meanAbsolute?.failingToolTurns),
      meanCell(rule.meanAbsolute?.neutralCalls),
      meanCell(rule.meanAbsolute?.discriminatingCalls),
    ]),
  );
  const notes = rules.some(({ approximate }) => approximate) ? " ~ marks a formula known in part only." : "";
  const note = wrap(
    "Turns changed: share of all turns whose advantage is not that of the rule's base. Then the mean absolute " +
      "advantage on tool turns of failures, on their calls that other failures make as often as successes (neutral), " +
      `and less often (discriminating).${notes}`,
    page.width,
    "  ",
    "  ",
  );
  return section(page, "What each rule does", table, page.style.faint(note));
}

function truths(rules: readonly RuleResult[], page: Page): string {
  const known = rules.flatMap((rule) => (rule.truth === null ? [] : [{ rule, truth: rule.truth }]));
  if (known.length === 0) return "";
  const table = renderTable(
    page,
    [
      { head: "rule" },
      { head: "sign", align: "right" },
      { head: "Pearson", align: "right" },
      { head: "Spearman", align: "right" },
      { head: "scaled MSE", align: "right" },
      { head: "harm forgiven", align: "right" },
    ],
    known.map(({ rule, truth }) => [
      ruleLabel(rule),
      numberCell(truth.signAgreement),
      numberCell(truth.pearson),
      numberCell(truth.spearman),
      numberCell(truth.scaledMse, 5),
      figureCell(truth.harmfulForgiven),
    ]),
  );
  return section(page, "Against the true credit of turns", table);
}

/** Rank correlation above the diagonal, sign agreement below it, in blocks of columns that fit the page. */
function matrix(result: CompareResult, rules: readonly RuleResult[], page: Page): string {
  if (rules.length < 2) return "";
  const perBlock = Math.max(1, Math.floor((page.width - NAME - 2) / CELL));
  const blocks: string[] = [];
  for (let from = 0; from < rules.length; from += perBlock) {
    const columns = rules.slice(from, from + perBlock);
    const head = columns.map(({ name }) => name.slice(0, CELL - 1).padStart(CELL)).join("");
    const rows = rules.map((row, i) => {
      const cells = columns.map((column, k) => matrixCell(result, row, column, i, from + k).padStart(CELL));
      return `  ${row.name.padEnd(NAME)}${cells.join("")}`;
    });
    blocks.push(page.style.faint(`  ${" ".repeat(NAME)}${head}`), ...rows);
  }
  return section(page, "Rank correlation (above the diagonal), sign agreement (below)", ...blocks);
}

function matrixCell(result: CompareResult, a: RuleResult, b: RuleResult, i: number, j: number): string {
  if (i === j) return "-";
  const pair = agreementOf(result, a, b);
  return numberCell(i < j ? pair?.rankCorrelation : pair?.signAgreement);
}

function needs(rules: readonly RuleResult[], page: Page): string {
  if (rules.length === 0) return "";
  const lines = rules.map((rule) =>
    wrap(`needs ${rule.missing ?? ""}`, page.width, " ".repeat(NAME + 2), `  ${rule.name.padEnd(NAME)}`),
  );
  return section(page, "Not computed", ...lines);
}
