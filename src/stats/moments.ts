/** Sums that leave this range when squared are rescaled first. */
const SAFE_MIN = 1e-140;
const SAFE_MAX = 1e140;

/** Mean of `values` in their order. NaN for an empty list. Values whose sum overflows are scaled first. */
export function mean(values: ArrayLike<number>): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i] ?? 0;
  if (Number.isFinite(sum)) return sum / n;
  let scaled = 0;
  for (let i = 0; i < n; i++) scaled += (values[i] ?? 0) / n;
  return scaled;
}

/**
 * Two-pass standard deviation with `ddof` taken off n (1 sample, 0 population), in float64.
 * Returns 0 where n <= ddof. Deviations too large or small to square are rescaled, so that neither 1e300 nor a
 * denormal reward loses the spread.
 */
export function standardDeviation(values: ArrayLike<number>, center: number, ddof: number): number {
  const n = values.length;
  if (n <= ddof) return 0;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs((values[i] ?? 0) - center));
  if (largest === 0) return 0;
  const scale = largest < SAFE_MIN || largest > SAFE_MAX ? largest : 1;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const deviation = ((values[i] ?? 0) - center) / scale;
    sum += deviation * deviation;
  }
  return scale * Math.sqrt(sum / (n - ddof));
}
