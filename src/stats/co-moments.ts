import { ExactSum } from "./exact-sum.js";

/** Size, means and centred sums of pairs: enough for variances and correlation, and they merge. */
export interface CoMoments {
  readonly n: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** Two-pass moments of pairs `(x[i], y[i])`. */
export function coMoments(x: readonly number[], y: readonly number[]): CoMoments {
  const n = x.length;
  let [sumX, sumY] = [0, 0];
  for (let i = 0; i < n; i++) {
    sumX += x[i] ?? 0;
    sumY += y[i] ?? 0;
  }
  const [meanX, meanY] = n === 0 ? [0, 0] : [sumX / n, sumY / n];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [(x[i] ?? 0) - meanX, (y[i] ?? 0) - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return { n, meanX, meanY, xx, yy, xy };
}

/** Moments of the union of samples, from each one's: exact sums, so the order of the samples does not matter. */
export function mergeCoMoments(samples: readonly CoMoments[]): CoMoments {
  const n = samples.reduce((sum, sample) => sum + sample.n, 0);
  if (n === 0) return { n: 0, meanX: 0, meanY: 0, xx: 0, yy: 0, xy: 0 };
  const meanX = exact(samples, (sample) => sample.n * sample.meanX) / n;
  const meanY = exact(samples, (sample) => sample.n * sample.meanY) / n;
  const between = (dx: (s: CoMoments) => number, dy: (s: CoMoments) => number, within: (s: CoMoments) => number) =>
    exact(samples, (sample) => within(sample) + sample.n * dx(sample) * dy(sample));
  const dx = (sample: CoMoments) => sample.meanX - meanX;
  const dy = (sample: CoMoments) => sample.meanY - meanY;
  return {
    n,
    meanX,
    meanY,
    xx: between(dx, dx, (sample) => sample.xx),
    yy: between(dy, dy, (sample) => sample.yy),
    xy: between(dx, dy, (sample) => sample.xy),
  };
}

function exact(samples: readonly CoMoments[], term: (sample: CoMoments) => number): number {
  const sum = new ExactSum();
  for (const sample of samples) sum.add(term(sample));
  return sum.value();
}
