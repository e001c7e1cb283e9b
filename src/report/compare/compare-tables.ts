import type { CompareResult } from "../../model/compare.js";
import { figureValue } from "../numbers.js";
import { agreementOf, meanCell, ruleLabel, split, withInterval } from "./cells.js";

/** A table of a comparison for reports that are written to files. */
export interface ReportTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Everything of a comparison but its conventions, table by table; empty ones are left out. */
export function compareTables(result: CompareResult): ReportTable[] {
  const tables = [effects(result), truths(result), matrix(result), sources(result)];
  return tables.filter(({ rows }) => rows.length > 0);
}

function effects(result: CompareResult): ReportTable {
  return {
    title: "What each rule does",
    head: ["rule", "turns changed", "mean abs. on failing tool turns", "on neutral calls", "on discriminating calls"],
    rows: split(result).computed.map((rule) => [
      ruleLabel(rule),
      rule.differentTurns === null ? "n/a" : figureValue(rule.differentTurns),
      meanCell(rule.meanAbsolute?.failingToolTurns),
      meanCell(rule.meanAbsolute?.neutralCalls),
      meanCell(rule.meanAbsolute?.discriminatingCalls),
    ]),
  };
}

function truths(result: CompareResult): ReportTable {
  return {
    title: "Against the true credit of turns",
    head: ["rule", "sign agreement", "Pearson", "Spearman", "MSE after best scaling", "harm forgiven"],
    rows: result.rules.flatMap((rule) => {
      const { truth } = rule;
      if (truth === null) return [];
      const { signAgreement, pearson, spearman, scaledMse, harmfulForgiven } = truth;
      const cells = [signAgreement, pearson, spearman].map((estimate) => withInterval(estimate));
      return [[ruleLabel(rule), ...cells, withInterval(scaledMse, 5), figureValue(harmfulForgiven)]];
    }),
  };
}

/** Rank correlation above the diagonal, sign agreement below it. */
function matrix(result: CompareResult): ReportTable {
  const rules = split(result).computed;
  return {
    title: "Rank correlation (above the diagonal), sign agreement (below), with 95 % intervals",
    head: ["rule", ...rules.map(ruleLabel)],
    rows: (rules.length < 2 ? [] : rules).map((row, i) => [
      ruleLabel(row),
      ...rules.map((column, j) => {
        const pair = agreementOf(result, row, column);
        if (pair === undefined) return "";
        return withInterval(i < j ? pair.rankCorrelation : pair.signAgreement);
      }),
    ]),
  };
}

function sources(result: CompareResult): ReportTable {
  return {
    title: "Rules",
    head: ["rule", "source", "remark"],
    rows: result.rules.map((rule) => {
      const missing = rule.missing === null ? [] : [`not computed: needs ${rule.missing}`];
      return [ruleLabel(rule), rule.source, [...missing, ...(rule.note === null ? [] : [rule.note])].join("; ")];
    }),
  };
}

/** What the mark behind a name means; empty where no rule has it. */
export function approximateNote({ rules }: CompareResult): string {
  const marked = rules.some(({ approximate }) => approximate);
  return marked ? "~ marks a formula that is known from a third party's account, or in part." : "";
}
