import { mean, standardDeviation } from "./moments.js";

/** 0.975 quantiles of Student's t for 1 to 30 degrees of freedom. */
const T = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314,
  2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];
const NORMAL = 1.96;

/** Mean of independent runs with its 95 % interval, `mean +- t * std / sqrt(n)`; no interval for one run. */
export function seedMean(values: readonly number[]): { mean: number; ci95: readonly [number, number] | null } {
  const center = mean(values);
  const n = values.length;
  if (n < 2) return { mean: center, ci95: null };
  const half = ((T[n - 2] ?? NORMAL) * standardDeviation(values, center, 1)) / Math.sqrt(n);
  return { mean: center, ci95: [center - half, center + half] };
}
