import type { AdvantageBin } from "../model/report-data.js";

/** Most bins of a histogram. */
const MOST = 24;
/** Narrowest bins, as a share of the largest value and outright: below, values differ by rounding only. */
const NARROWEST = { share: 1e-9, width: 1e-12 };

/**
 * Histogram of advantages before and after over the same bins `[k w, (k + 1) w)`; `w` is 1, 2 or 5 times a power of ten.
 * 0 begins a bin, so that turns corrected to 0 do not mix with negative ones.
 */
export function advantageBins(base: readonly number[], corrected: readonly number[]): AdvantageBin[] {
  if (base.length === 0) return [];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of [base, corrected]) {
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  const range = high - low || magnitude || 1;
  const width = niceWidth(Math.max(range / (MOST - 2), NARROWEST.share * magnitude, NARROWEST.width));
  const first = Math.floor(low / width);
  const last = Math.floor(high / width);
  const before = countInto(base, width, first, last);
  const after = countInto(corrected, width, first, last);
  return Array.from(before, (count, i) => ({
    low: edge(first + i, width),
    high: edge(first + i + 1, width),
    base: count,
    corrected: after[i] ?? 0,
  }));
}

function niceWidth(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((step) => step * power).find((width) => width >= least) ?? 10 * power;
}

function countInto(values: readonly number[], width: number, first: number, last: number): Float64Array {
  const counts = new Float64Array(last - first + 1);
  for (const value of values) {
    const bin = Math.floor(value / width) - first;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** `k w` without the noise of the product: 0.3, not 0.30000000000000004. */
function edge(k: number, width: number): number {
  return Number((k * width).toPrecision(12)) + 0;
}
