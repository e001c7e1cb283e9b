import type { Figure } from "../model/audit.js";

/** A share; null with the reason where the denominator is 0: never 0, never NaN (SPEC section 6). */
export function figure(numerator: number, denominator: number, empty: string): Figure {
  if (denominator === 0) return { numerator, denominator, value: null, reason: empty };
  return { numerator, denominator, value: numerator / denominator };
}
