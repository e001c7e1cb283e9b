import type { Matcher } from "../match/matcher.js";
import type { CompactCall, Group } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";
import { COLUMN_INDEX as C, COLUMNS } from "./columns.js";

/** theta = 0.30, 0.35, ..., 1.00, as the decimal literals (SPEC section 6). */
export const SWEEP_THETAS: readonly number[] = Array.from({ length: 15 }, (_, i) =>
  Number((0.3 + 0.05 * i).toFixed(2)),
);

/** Counts of one tool. */
export interface ToolTally {
  toolCalls: number;
  failingToolCalls: number;
  failingMixed: number;
  correctable: number;
  corrected: number;
}

/** Everything that is summed over groups. Counts but for the real columns of `sums`. */
export interface GroupTally {
  readonly sums: Float64Array;
  readonly tools: ReadonlyMap<string, ToolTally>;
  readonly sweepTrajectories: Float64Array;
  readonly sweepActions: Float64Array;
  readonly rollouts: number;
  readonly successful: number;
  readonly toolCalls: number;
  readonly malformed: number;
  readonly excluded: number;
}

/** Sums of one group (SPEC section 6). `own` matches with the group's own successes, whatever the transfer's scope. */
export function tallyGroup(group: Group, credits: readonly RolloutCredit[], own: Matcher, theta: number): GroupTally {
  const tally = {
    sums: new Float64Array(COLUMNS.length),
    tools: new Map<string, ToolTally>(),
    sweepTrajectories: new Float64Array(SWEEP_THETAS.length),
    sweepActions: new Float64Array(SWEEP_THETAS.length),
    rollouts: credits.length,
    successful: 0,
    toolCalls: 0,
    malformed: 0,
    excluded: 0,
  };
  for (const credit of credits) {
    if (credit.rollout.successful) tally.successful++;
    tallyRollout(tally, credit, group.mixed, own, theta);
  }
  return tally;
}

type Tallying = { -readonly [K in keyof GroupTally]: GroupTally[K] } & { tools: Map<string, ToolTally> };

function tallyRollout(tally: Tallying, credit: RolloutCredit, mixed: boolean, own: Matcher, theta: number): void {
  const failing = !credit.rollout.successful;
  const matched = failing && credit.advantage < 0;
  let best = Number.NEGATIVE_INFINITY;
  let corrected = false;
  const { turns } = credit.rollout;
  for (let t = 0; t < turns.length; t++) {
    const turn = credit.turns[t];
    if (turn === undefined) continue;
    const calls = turns[t]?.calls ?? [];
    let held = 0;
    for (let c = 0; c < calls.length; c++) {
      const call = calls[c];
      if (call === undefined) continue;
      if (call.excluded) {
        tally.excluded++;
        continue;
      }
      held++;
      const similarity = matched ? (own.bestSimilarity(call) ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY;
      const fixed = turn.calls[c]?.corrected ?? false;
      tallyCall(tally, call, failing, mixed, similarity >= theta, fixed, Math.abs(turn.base));
      addSweep(tally.sweepActions, similarity);
      best = Math.max(best, similarity);
      corrected ||= fixed;
    }
    if (failing && held > 0) {
      add(tally.sums, C.recovered, turn.advantage - turn.base);
      add(tally.sums, C.turnMass, Math.abs(turn.base));
    }
  }
  if (!failing) return;
  add(tally.sums, C.failing, 1);
  if (mixed) add(tally.sums, C.failingMixed, 1);
  if (best >= theta) add(tally.sums, C.correctable, 1);
  if (corrected) add(tally.sums, C.corrected, 1);
  addSweep(tally.sweepTrajectories, best);
}

function tallyCall(
  tally: Tallying,
  call: CompactCall,
  failing: boolean,
  mixed: boolean,
  correctable: boolean,
  corrected: boolean,
  mass: number,
): void {
  const tool = toolTally(tally.tools, call.tool);
  tally.toolCalls++;
  tool.toolCalls++;
  if (call.args === null) tally.malformed++;
  if (!failing) return;
  tool.failingToolCalls++;
  add(tally.sums, C.failingCalls, 1);
  add(tally.sums, C.callMass, mass);
  if (mixed) {
    tool.failingMixed++;
    add(tally.sums, C.failingCallsMixed, 1);
  }
  if (correctable) {
    tool.correctable++;
    add(tally.sums, C.correctableCalls, 1);
    add(tally.sums, C.misassignedMass, mass);
  }
  if (corrected) {
    tool.corrected++;
    add(tally.sums, C.correctedCalls, 1);
  }
}

function toolTally(tools: Map<string, ToolTally>, name: string): ToolTally {
  let tool = tools.get(name);
  if (tool === undefined) {
    tool = { toolCalls: 0, failingToolCalls: 0, failingMixed: 0, correctable: 0, corrected: 0 };
    tools.set(name, tool);
  }
  return tool;
}

function addSweep(counts: Float64Array, similarity: number): void {
  for (let i = 0; i < SWEEP_THETAS.length && similarity >= (SWEEP_THETAS[i] ?? 2); i++) add(counts, i, 1);
}

function add(sums: Float64Array, index: number, value: number): void {
  sums[index] = (sums[index] ?? 0) + value;
}
