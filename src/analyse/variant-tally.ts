import { turnTransfer, ZERO_TOLERANCE } from "../credit/transfer.js";
import { OBJECTIVES } from "../model/ablation.js";
import type { CompactCall } from "../model/compact.js";
import type { RolloutCredit, TurnCredit } from "../model/correction.js";
import type { ParallelCalls } from "../model/names.js";
import type { Share } from "./chance-matches.js";
import type { DiscriminationTally } from "./discrimination.js";
import { MASS_COLUMNS, type RolloutMasses } from "./rollout-masses.js";

/** What a variant sums of each group for its intervals: the first two are counts. */
export const GROUP_COLUMNS = ["correctedTrajectories", "correctedActions", "recovered", "turnMass"] as const;
const [TRAJECTORIES, ACTIONS, RECOVERED, TURN_MASS] = [0, 1, 2, 3] as const;

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

/** Adds a group's credits to a variant's sums. `masses` are the group's rollouts' own, shared by all variants. Gives `GROUP_COLUMNS`. */
export function addCredits(
  tally: VariantTally,
  credits: readonly RolloutCredit[],
  masses: readonly RolloutMasses[],
  options: TurnRule,
): Float64Array {
  const sums = new Float64Array(GROUP_COLUMNS.length);
  for (const [j, credit] of credits.entries()) {
    const mass = masses[j];
    if (mass !== undefined) addRollout(tally, sums, credit, mass, options);
  }
  tally.correctedTrajectories += sums[TRAJECTORIES] ?? 0;
  tally.correctedActions += sums[ACTIONS] ?? 0;
  return sums;
}

function addRollout(
  tally: VariantTally,
  sums: Float64Array,
  { rollout, turns }: RolloutCredit,
  masses: RolloutMasses,
  options: TurnRule,
): void {
  const failing = !rollout.successful;
  if (failing) tally.failing++;
  let corrected = false;
  for (let t = 0; t < turns.length; t++) {
    const [turn, logged] = [turns[t], rollout.turns[t]];
    if (turn === undefined || logged === undefined) continue;
    const held = masses.held[t] ?? 0;
    tally.advantages.push(turn.advantage);
    if (logged.trueAdvantage !== null) {
      tally.ours.push(turn.advantage);
      tally.truth.push(logged.trueAdvantage);
    }
    masses.add(tally.before, t, turn.base);
    masses.add(tally.after, t, turn.advantage);
    if (!failing || held === 0) continue;
    tally.failingCalls += held;
    if (addToolTurn(tally, sums, turn, logged.calls, options) > 0) corrected = true;
  }
  tally.policyTokens += masses.tokens;
  if (corrected) add(sums, TRAJECTORIES, 1);
}

/** How the transfers of a turn become its correction. */
interface TurnRule {
  readonly clamp: boolean;
  readonly parallelCalls: ParallelCalls;
}

/** Gives how many of the turn's calls are corrected. */
function addToolTurn(
  tally: VariantTally,
  sums: Float64Array,
  turn: TurnCredit,
  calls: readonly CompactCall[],
  options: TurnRule,
): number {
  const correction = turn.advantage - turn.base;
  let correctedCalls = 0;
  for (const { corrected } of turn.calls) if (corrected) correctedCalls++;
  tally.toolTurns++;
  add(sums, ACTIONS, correctedCalls);
  add(sums, RECOVERED, correction);
  add(sums, TURN_MASS, Math.abs(turn.base));
  tally.recovered += correction;
  tally.turnMass += Math.abs(turn.base);
  tally.maxCorrection = Math.max(tally.maxCorrection, correction);
  if (!(turn.base < 0)) return correctedCalls;
  if (turn.advantage > ZERO_TOLERANCE) tally.signFlips++;
  if (correctedCalls === 0 || !options.clamp) return correctedCalls;
  const sum = turn.base + turnTransfer(turn.calls, calls, options.parallelCalls);
  if (sum >= -ZERO_TOLERANCE) tally.clampedToZero++;
  return correctedCalls;
}

function add(sums: Float64Array, index: number, value: number): void {
  sums[index] = (sums[index] ?? 0) + value;
}
