import type { Turn } from "../../model/rollout.js";

/** Turns of a log that holds no text: they have advantages, but no calls to compare. */
export function textlessTurns(count: number): readonly Turn[] {
  return Array.from({ length: count }, () => ({ calls: [], text: "", chars: null, tokens: null, trueAdvantage: null }));
}
