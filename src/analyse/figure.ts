import type { Figure } from "../model/audit.js";

/** Why a figure is null whose sums or squares no double can hold: only numbers near 1e300, or ratios of e^700, do that. */
export const BEYOND = "beyond the range of a double";

/** The value if it is a number that JSON has. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A share; null with the reason where the denominator is 0: never 0, never NaN (SPEC section 6). */
export function figure(numerator: number, denominator: number, empty: string): Figure {
  if (denominator === 0) return { numerator, denominator, value: null, reason: empty };
  return { numerator, denominator, value: numerator / denominator };
}
