import type { CompareResult, Estimate, RuleResult } from "../../model/compare.js";
import { toCsv } from "../csv.js";

type Row = (string | number | null)[];

const HEAD = ["rule", "other", "figure", "value", "ci95_low", "ci95_high", "n", "reason"];

/** Every number of a comparison in long form: one row a figure, of one rule or of two. */
export function compareCsv(result: CompareResult): string {
  const rows = [
    ...result.rules.flatMap(ruleRows),
    ...result.agreement.flatMap(({ a, b, rankCorrelation, signAgreement }) => [
      estimateRow(a, b, "rankCorrelation", rankCorrelation, result.comparedTurns),
      estimateRow(a, b, "signAgreement", signAgreement, result.comparedTurns),
    ]),
  ];
  return toCsv(HEAD, rows);
}

function ruleRows(rule: RuleResult): Row[] {
  if (rule.missing !== null) return [[rule.name, "", "missing", null, null, null, null, rule.missing]];
  const { differentTurns: different, meanAbsolute, truth } = rule;
  return [
    [rule.name, "", "differentTurns", different?.value ?? null, null, null, different?.denominator ?? null, ""],
    ...Object.entries(meanAbsolute ?? {}).map(
      ([name, { mean, n }]): Row => [rule.name, "", `meanAbsolute.${name}`, mean, null, null, n, ""],
    ),
    ...(truth === null
      ? []
      : [
          ...(["signAgreement", "pearson", "spearman", "scaledMse"] as const).map((name) =>
            estimateRow(rule.name, "", `truth.${name}`, truth[name], truth.turns),
          ),
          [
            rule.name,
            "",
            "truth.harmfulForgiven",
            truth.harmfulForgiven.value,
            null,
            null,
            truth.harmfulForgiven.denominator,
            truth.harmfulForgiven.reason ?? "",
          ],
        ]),
  ];
}

function estimateRow(rule: string, other: string, figure: string, estimate: Estimate, n: number): Row {
  const [low, high] = estimate.ci95 ?? [null, null];
  return [rule, other, figure, estimate.value, low, high, n, estimate.reason ?? ""];
}
