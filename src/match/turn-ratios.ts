import type { TurnRatios } from "../model/compact.js";
import type { Span, Tokens } from "../model/rollout.js";

/** Clip ranges and temperatures of SPEC section 8. */
export const GRPO_CLIP = { low: 0.2, high: 0.2 };
export const GSPO_CLIP = { low: 3e-4, high: 4e-4 };
export const SAPO_TAU = { positive: 1, negative: 1.05 };

/**
 * Sums over a turn's policy tokens of what each objective multiplies the turn's advantage with (SPEC section 8): all that
 * an ablation needs of the log-probabilities, because the advantage is constant over the turn.
 */
export function turnRatios(span: Span, tokens: Tokens): TurnRatios {
  const sums = { logRatio: 0, grpoUp: 0, grpoDown: 0, clippedUp: 0, clippedDown: 0, sapoUp: 0, sapoDown: 0 };
  const { logprobs, oldLogprobs } = tokens;
  for (let t = span[0]; t < span[1]; t++) {
    const logRatio = logprobs && oldLogprobs ? (logprobs[t] ?? 0) - (oldLogprobs[t] ?? 0) : 0;
    const ratio = Math.exp(logRatio);
    sums.logRatio += logRatio;
    if (ratio > 1 + GRPO_CLIP.high) sums.clippedUp++;
    else sums.grpoUp += ratio;
    if (ratio < 1 - GRPO_CLIP.low) sums.clippedDown++;
    else sums.grpoDown += ratio;
    sums.sapoUp += sapoFactor(ratio, SAPO_TAU.positive);
    sums.sapoDown += sapoFactor(ratio, SAPO_TAU.negative);
  }
  return { tokens: span[1] - span[0], ...sums };
}

/** A turn without tokens counts as one, with ratio 1. */
export const ONE_TOKEN: TurnRatios = {
  tokens: 1,
  logRatio: 0,
  grpoUp: 1,
  grpoDown: 1,
  clippedUp: 0,
  clippedDown: 0,
  sapoUp: 1,
  sapoDown: 1,
};

/** `w r` with `w = 4 p (1 - p)`, `p = sigmoid(tau (r - 1))`: 0 in the limit of an infinite ratio. */
function sapoFactor(ratio: number, tau: number): number {
  const p = 1 / (1 + Math.exp(-tau * (ratio - 1)));
  return p === 1 ? 0 : 4 * p * (1 - p) * ratio;
}
