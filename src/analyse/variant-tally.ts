import { RolloutGradient } from "../credit/gradient-mass.js";
import { turnTransfer, ZERO_TOLERANCE } from "../credit/transfer.js";
import { OBJECTIVES } from "../model/ablation.js";
import type { CompactCall, Group } from "../model/compact.js";
import type { RolloutCredit, TurnCredit } from "../model/correction.js";
import type { ParallelCalls } from "../model/names.js";
import type { Share } from "./chance-matches.js";
import type { DiscriminationTally } from "./discrimination.js";

/** Gradient masses of one objective: failing tool turns, failing turns, successes, and clipped tokens. */
export const MASS_COLUMNS = 4;

/** What is summed over the groups of one batch for one variant (SPEC sections 7 and 8). */
export interface VariantTally {
  failing: number;
  failingCalls: number;
  correctedTrajectories: number;
  correctedActions: number;
  recovered: number;
  turnMass: number;
  maxCorrection: number;
  toolTurns: number;
  signFlips: number;
  clampedToZero: number;
  /** Corrected advantage of every turn of every rollout. */
  readonly advantages: number[];
  /** Of the turns with a true advantage: the corrected one, and the true one. */
  readonly ours: number[];
  readonly truth: number[];
  /** Per objective `MASS_COLUMNS` numbers, before and after the correction. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  policyTokens: number;
  readonly discrimination: DiscriminationTally;
  readonly chance: Share;
}

export function emptyVariantTally(): VariantTally {
  return {
    failing: 0,
    failingCalls: 0,
    correctedTrajectories: 0,
    correctedActions: 0,
    recovered: 0,
    turnMass: 0,
    maxCorrection: Number.NEGATIVE_INFINITY,
    toolTurns: 0,
    signFlips: 0,
    clampedToZero: 0,
    advantages: [],
    ours: [],
    truth: [],
    before: new Float64Array(OBJECTIVES.length * MASS_COLUMNS),
    after: new Float64Array(OBJECTIVES.length * MASS_COLUMNS),
    policyTokens: 0,
    discrimination: { correctedActions: 0, negative: 0, zero: 0, positive: 0, noOtherFailure: 0 },
    chance: { numerator: 0, denominator: 0 },
  };
}

/** Adds a group's credits to a variant's sums. `gradients` are the group's rollouts' own, shared by all variants. */
export function addCredits(
  tally: VariantTally,
  credits: readonly RolloutCredit[],
  gradients: readonly RolloutGradient[],
  options: TurnRule,
): void {
  for (const [j, credit] of credits.entries()) {
    const gradient = gradients[j];
    if (gradient === undefined) continue;
    const failing = !credit.rollout.successful;
    if (failing) tally.failing++;
    let corrected = false;
    for (const [t, turn] of credit.turns.entries()) {
      const logged = credit.rollout.turns[t];
      if (logged === undefined) continue;
      const held = logged.calls.filter(({ excluded }) => !excluded).length;
      tally.advantages.push(turn.advantage);
      if (logged.trueAdvantage !== null) {
        tally.ours.push(turn.advantage);
        tally.truth.push(logged.trueAdvantage);
      }
      addMasses(tally.before, gradient, t, turn.base, failing, held > 0);
      addMasses(tally.after, gradient, t, turn.advantage, failing, held > 0);
      if (!failing || held === 0) continue;
      tally.failingCalls += held;
      addToolTurn(tally, turn, logged.calls, options);
      corrected ||= turn.calls.some((call) => call.corrected);
    }
    tally.policyTokens += gradient.tokens;
    if (corrected) tally.correctedTrajectories++;
  }
}

/** How the transfers of a turn become its correction. */
interface TurnRule {
  readonly clamp: boolean;
  readonly parallelCalls: ParallelCalls;
}

function addToolTurn(tally: VariantTally, turn: TurnCredit, calls: readonly CompactCall[], options: TurnRule): void {
  const correction = turn.advantage - turn.base;
  const correctedCalls = turn.calls.filter(({ corrected }) => corrected).length;
  tally.toolTurns++;
  tally.correctedActions += correctedCalls;
  tally.recovered += correction;
  tally.turnMass += Math.abs(turn.base);
  tally.maxCorrection = Math.max(tally.maxCorrection, correction);
  if (!(turn.base < 0)) return;
  if (turn.advantage > ZERO_TOLERANCE) tally.signFlips++;
  if (correctedCalls === 0 || !options.clamp) return;
  const sum = turn.base + turnTransfer(turn.calls, calls, options.parallelCalls);
  if (sum >= -ZERO_TOLERANCE) tally.clampedToZero++;
}

/** Adds one turn's gradient under every objective, divided by the rollout's tokens. */
function addMasses(
  masses: Float64Array,
  gradient: RolloutGradient,
  turn: number,
  advantage: number,
  failing: boolean,
  holdsCall: boolean,
): void {
  for (const [o, objective] of OBJECTIVES.entries()) {
    const { mass, clipped } = gradient.turn(objective, turn, advantage);
    const size = mass / gradient.tokens;
    const at = o * MASS_COLUMNS;
    if (failing && holdsCall) masses[at] = (masses[at] ?? 0) + size;
    if (failing) masses[at + 1] = (masses[at + 1] ?? 0) + size;
    else masses[at + 2] = (masses[at + 2] ?? 0) + size;
    masses[at + 3] = (masses[at + 3] ?? 0) + clipped;
  }
}

/** Gradients of a group's rollouts. */
export function gradientsOf(group: Group): RolloutGradient[] {
  return group.rollouts.map((rollout) => new RolloutGradient(rollout));
}
