import type { Policy } from "./policy.js";
import type { World } from "./world.js";

/** What a turn does: it answers (`null`), or it calls tools, by index of their meanings, in order. */
export type Action = readonly [number] | readonly [number, number] | null;

/** The part of the dynamics that is no property of a prompt. */
export interface Horizon {
  /** Turns of a rollout, the answer included; with one turn left the policy can only answer. */
  readonly maxTurns: number;
  /** Chance that a turn with a call holds a second one, of another meaning. */
  readonly parallel: number;
}

/** Expected rewards under a policy, exact up to rounding. All values are in [0, 1]. */
export interface Values {
  /** V(F, h) = E[R | set F, h turns left], h from 1. */
  value(set: number, left: number): number;
  /** Q(F, h, a) = E[R | F, h, a]: over what the calls return and over all that follows. */
  actionValue(set: number, left: number, action: Action): number;
}

/**
 * Dynamic programming over (set of facts, turns left), formulas in docs/SIMULATOR.md. The policy is stationary, so the chance
 * to go from one set to another is summed over actions once; then each further turn is one product with that matrix.
 */
export function computeValues(world: World, policy: Policy, { maxTurns, parallel }: Horizon): Values {
  const sets = world.answerChance.length;
  const steps = Array.from({ length: sets }, (_, set) => transition(world, policy, set, parallel));
  const table: Float64Array[] = [new Float64Array(sets), world.answerChance];
  const value = (set: number, left: number): number => table[left]?.[set] ?? 0;
  for (let left = 2; left <= maxTurns; left++) {
    table[left] = Float64Array.from(steps, ({ answer, moves }, set) => {
      let sum = answer * value(set, 1);
      for (let next = set; next < sets; next++) sum += (moves[next] ?? 0) * value(next, left - 1);
      return sum;
    });
  }
  return {
    value,
    actionValue(set, left, action) {
      if (action === null) return value(set, 1);
      let sum = 0;
      visitOutcomes(world, set, action, 1, (reached, chance) => {
        sum += chance * value(reached, left - 1);
      });
      return sum;
    },
  };
}

/** Chance of an answer, and of each set as the next one, from one set. */
function transition(
  world: World,
  policy: Policy,
  set: number,
  parallel: number,
): { answer: number; moves: Float64Array } {
  const moves = new Float64Array(world.answerChance.length);
  let answer = 0;
  const move = (reached: number, chance: number) => {
    moves[reached] = (moves[reached] ?? 0) + chance;
  };
  visitActions(policy, set, parallel, (action, chance) => {
    if (action === null) answer = chance;
    else visitOutcomes(world, set, action, chance, move);
  });
  return { answer, moves };
}

/** The sets that a turn's calls may lead to, with their chances times `chance`; calls come back empty independently. */
function visitOutcomes(
  world: World,
  set: number,
  calls: readonly number[],
  chance: number,
  visit: (reached: number, chance: number) => void,
  from = 0,
): void {
  const meaning = calls[from];
  if (meaning === undefined) {
    visit(set, chance);
    return;
  }
  const { reached, got } = callOutcome(world, set, meaning);
  if (got > 0) visitOutcomes(world, reached, calls, chance * got, visit, from + 1);
  if (got < 1) visitOutcomes(world, set, calls, chance * (1 - got), visit, from + 1);
}

/** The set that one call may lead to, and with what chance; else the set stays. */
export function callOutcome(world: World, set: number, meaning: number): { reached: number; got: number } {
  const fact = world.meanings[meaning]?.fact ?? null;
  const reached = fact === null ? set : set | (1 << fact);
  return { reached, got: reached === set ? 0 : 1 - world.emptyChance };
}

/** Visits every action of a turn that is not the last one, with its chance; chances sum to 1. */
export function visitActions(
  policy: Policy,
  set: number,
  parallel: number,
  visit: (action: Action, chance: number) => void,
): void {
  const row = policy.chances[set] ?? new Float64Array();
  const answer = row.length - 1;
  for (let first = 0; first < answer; first++) {
    const chance = row[first] ?? 0;
    if (chance === 0) continue;
    const others = callWeight(row, first);
    const both = others > 0 ? parallel : 0;
    visit([first], chance * (1 - both));
    for (let second = 0; second < answer && both > 0; second++) {
      const weight = second === first ? 0 : (row[second] ?? 0);
      if (weight > 0) visit([first, second], chance * both * (weight / others));
    }
  }
  visit(null, row[answer] ?? 0);
}

/** Total chance of all calls but those of one meaning. */
export function callWeight(row: Float64Array, except: number): number {
  let sum = 0;
  for (let m = 0; m < row.length - 1; m++) if (m !== except) sum += row[m] ?? 0;
  return sum;
}
