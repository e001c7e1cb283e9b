import type { Estimate } from "../../model/compare.js";
import { momentUnit } from "../../stats/co-moments.js";
import { largestDeviation, mean } from "../../stats/moments.js";
import { percentileInterval } from "../bootstrap.js";

/** Which group each value belongs to, and every group's weights in the replicates of the bootstrap. */
export interface Grouped {
  /** Group of each value, from 0. */
  readonly groupOf: Uint32Array;
  /** Weights of each group: one per replicate. */
  readonly weights: readonly Uint8Array[];
  readonly replicates: number;
}

/** A sum over all values and over those of each replicate. */
export interface Sum {
  readonly total: number;
  readonly replicates: Float64Array;
}

/** Sums `term(i)` over the values i, overall and in each replicate (a group's values count as often as it is drawn). */
export function sumOf({ groupOf, weights, replicates }: Grouped, term: (i: number) => number): Sum {
  const ofGroups = new Float64Array(weights.length);
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i] ?? 0;
    ofGroups[group] = (ofGroups[group] ?? 0) + term(i);
  }
  const drawn = new Float64Array(replicates);
  let total = 0;
  for (let g = 0; g < ofGroups.length; g++) {
    const sum = ofGroups[g] ?? 0;
    const ofGroup = weights[g];
    if (sum === 0 || ofGroup === undefined) continue;
    total += sum;
    for (let b = 0; b < replicates; b++) drawn[b] = (drawn[b] ?? 0) + (ofGroup[b] ?? 0) * sum;
  }
  return { total, replicates: drawn };
}

/** A figure of several sums, with the interval that follows from its value in every replicate. */
export function estimate(
  grouped: Grouped,
  sums: readonly Sum[],
  figure: (values: readonly number[]) => number | null,
  reason: string,
): Estimate {
  const value = figure(sums.map(({ total }) => total));
  if (value === null) return { value, ci95: null, reason };
  if (grouped.weights.length < 2) return { value, ci95: null, reason: "fewer than 2 groups" };
  const values: number[] = [];
  for (let b = 0; b < grouped.replicates; b++) {
    const one = figure(sums.map((sum) => sum.replicates[b] ?? 0));
    if (one !== null) values.push(one);
  }
  const ci95 = percentileInterval(values, grouped.replicates);
  return ci95 === null ? { value, ci95, reason: "over 5 % of the replicates have no value" } : { value, ci95 };
}

/** Values with the sums that correlations need. */
export interface Variable {
  readonly values: Float64Array;
  readonly sum: Sum;
  readonly squares: Sum;
}

/** A variable about its mean, so that no precision is lost to it; scaled where its squares would leave the doubles. */
export function variable(grouped: Grouped, raw: Float64Array): Variable {
  const center = raw.length === 0 ? 0 : mean(raw);
  const values = scaled(raw.map((value) => value - center)).values;
  return {
    values,
    sum: sumOf(grouped, (i) => values[i] ?? 0),
    squares: sumOf(grouped, (i) => (values[i] ?? 0) ** 2),
  };
}

/** Values in units that their squares are sums of: 1 unless they are extreme, else a power of two. */
export function scaled(values: Float64Array): { readonly values: Float64Array; readonly unit: number } {
  const unit = momentUnit(largestDeviation(values, 0));
  return { values: unit === 1 ? values : values.map((value) => value / unit), unit };
}

/** Pearson's correlation of two variables, in [-1, 1]; null where one is constant. */
export function correlation(grouped: Grouped, count: Sum, x: Variable, y: Variable): Estimate {
  const products = sumOf(grouped, (i) => (x.values[i] ?? 0) * (y.values[i] ?? 0));
  return estimate(grouped, [count, x.sum, y.sum, x.squares, y.squares, products], pearson, "a side is constant");
}

/** Relative size under which a variance is rounding. */
const ROUNDING = 1e-12;

function pearson([n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0]: readonly number[]): number | null {
  if (n === 0) return null;
  const [vx, vy] = [xx - (x * x) / n, yy - (y * y) / n];
  if (!(vx > ROUNDING * xx && vy > ROUNDING * yy)) return null;
  return Math.max(-1, Math.min(1, (xy - (x * y) / n) / Math.sqrt(vx * vy)));
}

/** Share of values with the same sign on both sides; 0 agrees with 0. */
export function signAgreement(grouped: Grouped, count: Sum, x: Float64Array, y: Float64Array): Estimate {
  const agreeing = sumOf(grouped, (i) => (sign(x[i] ?? 0) === sign(y[i] ?? 0) ? 1 : 0));
  return estimate(grouped, [count, agreeing], share, "no turns");
}

export function share([n = 0, part = 0]: readonly number[]): number | null {
  return n === 0 ? null : part / n;
}

/** Advantages up to this size are 0 (SPEC section 5). */
export const ZERO = 1e-12;

export function sign(value: number): number {
  return Math.abs(value) <= ZERO ? 0 : Math.sign(value);
}
