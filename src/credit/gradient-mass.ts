import { GSPO_CLIP, ONE_TOKEN } from "../match/turn-ratios.js";
import type { Objective } from "../model/ablation.js";
import type { CompactRollout, TurnRatios } from "../model/compact.js";

/** Sum of |g_t| over a turn's tokens, before length normalisation, and how many of them are clipped. */
export interface TurnGradient {
  readonly mass: number;
  readonly clipped: number;
}

/**
 * The policy-gradient coefficients of one rollout under each objective (SPEC section 8), as functions of a turn's
 * advantage. Length normalisation is 1 / policy tokens; a rollout without tokens counts each turn as one token.
 */
export class RolloutGradient {
  readonly tokens: number;
  private readonly turns: readonly TurnRatios[];
  /** GSPO's `s`: the geometric mean ratio of the rollout's tokens. */
  private readonly sequenceRatio: number;

  constructor(rollout: CompactRollout) {
    this.turns = rollout.turns.map(({ ratios }) => ratios ?? ONE_TOKEN);
    this.tokens = this.turns.reduce((sum, { tokens }) => sum + tokens, 0);
    const logRatio = this.turns.reduce((sum, turn) => sum + turn.logRatio, 0);
    this.sequenceRatio = Math.exp(logRatio / Math.max(1, this.tokens));
  }

  turn(objective: Objective, index: number, advantage: number): TurnGradient {
    const ratios = this.turns[index] ?? ONE_TOKEN;
    if (advantage === 0) return NOTHING; // and nothing is clipped where there is nothing to push
    const { factor, clipped } = FACTORS[objective](ratios, advantage > 0, this.sequenceRatio);
    return { mass: Math.abs(advantage) * factor, clipped };
  }
}

const NOTHING: TurnGradient = { mass: 0, clipped: 0 };

interface Factor {
  /** Sum over the turn's tokens of the coefficient's factor beside the advantage. */
  readonly factor: number;
  readonly clipped: number;
}

const FACTORS = {
  grpo: (turn, up) =>
    up ? { factor: turn.grpoUp, clipped: turn.clippedUp } : { factor: turn.grpoDown, clipped: turn.clippedDown },
  gspo: (turn, up, s) => {
    const outside = up ? s > 1 + GSPO_CLIP.high : s < 1 - GSPO_CLIP.low;
    return outside ? { factor: 0, clipped: turn.tokens } : { factor: s * turn.tokens, clipped: 0 };
  },
  sapo: (turn, up) => ({ factor: up ? turn.sapoUp : turn.sapoDown, clipped: 0 }),
} satisfies Record<Objective, (turn: TurnRatios, up: boolean, sequenceRatio: number) => Factor>;
