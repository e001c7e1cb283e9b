import type { MemberCredit } from "./credit.js";

export const OBJECTIVES = ["grpo", "gspo", "sapo"] as const;
export type Objective = (typeof OBJECTIVES)[number];

export interface ObjectiveSums {
  failingToolTurns: number;
  failingTurns: number;
  successes: number;
  clippedShare: number | null;
}

/** Sums of abs(g) of SPEC section 8, with the turn advantages before or after the correction. */
export function objectiveSums(
  objective: Objective,
  credits: readonly MemberCredit[],
  when: "before" | "after",
): ObjectiveSums {
  const sums = { failingToolTurns: 0, failingTurns: 0, successes: 0 };
  let clipped = 0;
  let tokens = 0;
  for (const credit of credits) {
    const { rollout } = credit.member;
    const ratios = ratiosOf(credit);
    const length = ratios.flat().length;
    const s = Math.exp(ratios.flat().reduce((sum, value) => sum + value, 0) / length);
    credit.turns.forEach((turn, n) => {
      const advantage = when === "before" ? turn.base : turn.advantage;
      const holdsCall = turn.calls.some(({ call }) => !call.excluded);
      for (const logRatio of ratios[n] ?? []) {
        const g = coefficient(objective, objective === "gspo" ? s : Math.exp(logRatio), advantage);
        tokens++;
        if (g === null) clipped++;
        const size = Math.abs(g ?? 0) / length;
        if (rollout.success) sums.successes += size;
        else sums.failingTurns += size;
        if (!rollout.success && holdsCall) sums.failingToolTurns += size;
      }
    });
  }
  return { ...sums, clippedShare: tokens === 0 ? null : clipped / tokens };
}

/** `lp - old` of each policy token, turn by turn; 0 where either is missing; one token a turn without a mask. */
function ratiosOf(credit: MemberCredit): number[][] {
  const { turns, tokens } = credit.member.rollout;
  return turns.map((turn) => {
    if (tokens === null || turn.tokens === null) return [0];
    const ratios: number[] = [];
    for (let t = turn.tokens[0]; t < turn.tokens[1]; t++) {
      const lp = tokens.logprobs?.[t];
      const old = tokens.oldLogprobs?.[t];
      ratios.push(lp === undefined || old === undefined ? 0 : lp - old);
    }
    return ratios;
  });
}

/** `g_t` before length normalisation; null where clipped. */
export function coefficient(objective: Objective, ratio: number, advantage: number): number | null {
  if (objective === "sapo") {
    const tau = advantage > 0 ? 1 : 1.05;
    const p = 1 / (1 + Math.exp(-tau * (ratio - 1)));
    return 4 * p * (1 - p) * ratio * advantage;
  }
  const [low, high] = objective === "grpo" ? [0.2, 0.2] : [3e-4, 4e-4];
  const outside = (advantage > 0 && ratio > 1 + high) || (advantage < 0 && ratio < 1 - low);
  return outside ? null : ratio * advantage;
}
