/** Significant digits of baselines, and of comparisons with them: what two machines agree on. */
const DIGITS = 12;

/** A number rounded to 12 significant digits; -0 is 0. */
export function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS)) + 0;
}
