import type { RuleTruth } from "../../model/compare.js";
import { ranks } from "../../stats/ranks.js";
import { BEYOND, figure, finiteOrNull } from "../figure.js";
import {
  correlation,
  estimate,
  type Sum,
  scaled,
  sign,
  signAgreement,
  sumOf,
  type Variable,
  variable,
} from "./grouped.js";
import { type TurnTable, withTruth } from "./turn-table.js";

/** How near each contender comes to the true advantages, in their order; null without any true advantage. */
export function nearness(
  all: TurnTable,
  rankedOfAll: readonly Variable[] = rankedValues(all),
): { readonly rules: RuleTruth[]; readonly meanSquare: number } | null {
  const table = withTruth(all);
  const ranked = table === all ? rankedOfAll : rankedValues(table);
  const { truth } = table;
  const turns = truth.length;
  if (turns === 0) return null;
  const count = sumOf(table, () => 1);
  const trueValues = variable(table, truth);
  const trueRanks = variable(table, ranks(truth));
  const rules = table.values.map(
    (column, c): RuleTruth => ({
      turns,
      signAgreement: signAgreement(table, count, column, truth),
      pearson: correlation(table, count, variable(table, column), trueValues),
      spearman: correlation(table, count, ranked[c] ?? trueRanks, trueRanks),
      scaledMse: scaledError(table, column, count),
      harmfulForgiven: harmfulForgiven(table, column),
    }),
  );
  return { rules, meanSquare: truth.reduce((sum, value) => sum + value * value, 0) / turns };
}

/** Every contender's ranks. */
export function rankedValues(table: TurnTable): Variable[] {
  return table.values.map((column) => variable(table, ranks(column)));
}

/** The smallest mean of `(c x - truth)^2` over `c >= 0`: with `c = sum(x truth) / sum(x x)`, whatever x counts in. */
function scaledError(table: TurnTable, column: Float64Array, count: Sum) {
  const { values: x } = scaled(column);
  const { values: truth, unit } = scaled(table.truth);
  const squares = sumOf(table, (i) => (x[i] ?? 0) ** 2);
  const products = sumOf(table, (i) => (x[i] ?? 0) * (truth[i] ?? 0));
  const trueSquares = sumOf(table, (i) => (truth[i] ?? 0) ** 2);
  const error = ([n = 0, xx = 0, xt = 0, tt = 0]: readonly number[]) => {
    if (n === 0) return null;
    const c = xx > 0 ? Math.max(0, xt / xx) : 0;
    return finiteOrNull((Math.max(0, tt - 2 * c * xt + c * c * xx) / n) * unit * unit);
  };
  const reason = table.truth.length === 0 ? "no turns" : BEYOND;
  return estimate(table, [count, squares, products, trueSquares], error, reason);
}

function harmfulForgiven({ truth, failing }: TurnTable, column: Float64Array) {
  let harmful = 0;
  let forgiven = 0;
  for (let i = 0; i < truth.length; i++) {
    if (failing[i] !== 1 || sign(truth[i] ?? 0) >= 0) continue;
    harmful++;
    if (sign(column[i] ?? 0) >= 0) forgiven++;
  }
  return figure(forgiven, harmful, "no harmful turn in a failing rollout");
}
