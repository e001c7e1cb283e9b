import { GRPO_CLIP, SAPO_TAU } from "../../match/turn-ratios.js";
import type { Objective } from "../../model/ablation.js";

/**
 * GSPO's clip range for rollouts of a handful of tokens. Its own (3e-4 and 4e-4) is for thousands: there the mean of the
 * log-ratios moves that little.
 */
const GSPO_RANGE = 0.05;

/**
 * Coefficients of the gradients of a rollout's turns, a turn being one token (SPEC section 8), over the number of turns.
 * @param logRatios log of new over old probability of each turn's action
 */
export function coefficients(objective: Objective, logRatios: Float64Array, advantages: Float64Array): Float64Array {
  const turns = logRatios.length;
  const sequence = Math.exp(logRatios.reduce((sum, value) => sum + value, 0) / turns);
  return advantages.map((advantage, t) => {
    const ratio = Math.exp(logRatios[t] ?? 0);
    return (advantage * FACTORS[objective](ratio, sequence, advantage > 0)) / turns;
  });
}

const FACTORS = {
  grpo: (ratio, _, up) => ((up ? ratio > 1 + GRPO_CLIP.high : ratio < 1 - GRPO_CLIP.low) ? 0 : ratio),
  gspo: (_, sequence, up) => ((up ? sequence > 1 + GSPO_RANGE : sequence < 1 - GSPO_RANGE) ? 0 : sequence),
  sapo: (ratio, _, up) => {
    const p = 1 / (1 + Math.exp(-(up ? SAPO_TAU.positive : SAPO_TAU.negative) * (ratio - 1)));
    return 4 * p * (1 - p) * ratio;
  },
} satisfies Record<Objective, (ratio: number, sequence: number, up: boolean) => number>;
