import { ExactSum } from "./exact-sum.js";
import { largestDeviation, mean, unitFor } from "./moments.js";

/**
 * Size, means and centred sums of pairs: enough for variances and correlation, and they merge. `xx` counts in `unitX`
 * squared, `yy` in `unitY` squared, `xy` in one of each: powers of two, 1 unless squares would leave the doubles.
 */
export interface CoMoments {
  readonly n: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly unitX: number;
  readonly unitY: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

const NOTHING: CoMoments = { n: 0, meanX: 0, meanY: 0, unitX: 1, unitY: 1, xx: 0, yy: 0, xy: 0 };

/** Deviations in this range are squared, and two of their sums multiplied, without leaving the doubles. */
const SAFE_MIN = 1e-70;
const SAFE_MAX = 1e70;

/** What deviations of this size are counted in: 1 unless they are extreme. */
export function momentUnit(largest: number): number {
  return unitFor(largest, SAFE_MIN, SAFE_MAX);
}

/** Two-pass moments of pairs `(x[i], y[i])`. */
export function coMoments(x: readonly number[], y: readonly number[]): CoMoments {
  const n = x.length;
  if (n === 0) return NOTHING;
  const [meanX, meanY] = [mean(x), mean(y)];
  const [unitX, unitY] = [momentUnit(largestDeviation(x, meanX)), momentUnit(largestDeviation(y, meanY))];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [((x[i] ?? 0) - meanX) / unitX, ((y[i] ?? 0) - meanY) / unitY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return { n, meanX, meanY, unitX, unitY, xx, yy, xy };
}

/** Moments of the union of samples, from each one's: exact sums, so the order of the samples does not matter. */
export function mergeCoMoments(samples: readonly CoMoments[]): CoMoments {
  const n = samples.reduce((sum, sample) => sum + sample.n, 0);
  if (n === 0) return NOTHING;
  const x = mergeAxis(samples, n, ({ meanX, unitX, xx }) => [meanX, unitX, xx]);
  const y = mergeAxis(samples, n, ({ meanY, unitY, yy }) => [meanY, unitY, yy]);
  const product = (sample: CoMoments) =>
    inUnits(sample.xy, sample.unitX / x.unit, sample.unitY / y.unit) +
    sample.n * ((sample.meanX - x.mean) / x.unit) * ((sample.meanY - y.mean) / y.unit);
  return {
    n,
    meanX: x.mean,
    meanY: y.mean,
    unitX: x.unit,
    unitY: y.unit,
    xx: x.squares,
    yy: y.squares,
    xy: exact(samples, product),
  };
}

/** Mean, unit and centred squares of one side of the union. */
function mergeAxis(
  samples: readonly CoMoments[],
  n: number,
  of: (sample: CoMoments) => readonly [mean: number, unit: number, squares: number],
): { readonly mean: number; readonly unit: number; readonly squares: number } {
  const center = exact(samples, (sample) => sample.n * of(sample)[0]) / n;
  let largest = 0;
  for (const sample of samples) {
    const [mean, unit, squares] = of(sample);
    if (sample.n > 0) largest = Math.max(largest, Math.abs(mean - center), unit * Math.sqrt(squares));
  }
  const common = momentUnit(largest);
  const term = (sample: CoMoments) => {
    const [mean, unit, squares] = of(sample);
    const [shift, ratio] = [(mean - center) / common, unit / common];
    return inUnits(squares, ratio, ratio) + sample.n * shift * shift;
  };
  return { mean: center, unit: common, squares: exact(samples, term) };
}

/** A sum of products counted anew. Nothing stays nothing: the unit of no spread is 1, however small those of others are. */
function inUnits(sum: number, ratioX: number, ratioY: number): number {
  return sum === 0 ? 0 : sum * ratioX * ratioY;
}

function exact(samples: readonly CoMoments[], term: (sample: CoMoments) => number): number {
  const sum = new ExactSum();
  for (const sample of samples) sum.add(term(sample));
  return sum.value();
}
