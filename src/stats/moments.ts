/** Deviations in this range can be squared, summed and rooted as they stand. */
const SAFE_MIN = 1e-140;
const SAFE_MAX = 1e140;

/**
 * What numbers up to this size are counted in where their squares, as they stand, might leave the doubles: a power of
 * two near the size, so that counting in it rounds nothing; 1 from `min` to `max` and for 0.
 */
export function unitFor(largest: number, min: number, max: number): number {
  return largest === 0 || (largest >= min && largest <= max) ? 1 : 2 ** Math.floor(Math.log2(largest));
}

/** Largest distance of a value from the center. */
export function largestDeviation(values: ArrayLike<number>, center: number): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs((values[i] ?? 0) - center));
  return largest;
}

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
  const unit = unitFor(largestDeviation(values, center), SAFE_MIN, SAFE_MAX);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const deviation = ((values[i] ?? 0) - center) / unit;
    sum += deviation * deviation;
  }
  return unit * Math.sqrt(sum / (n - ddof));
}
