import type { CompactRollout, CompactTurn, Group } from "../../model/compact.js";
import { mean, standardDeviation } from "../../stats/moments.js";

/** A turn's place in its group. */
export interface TurnPlace {
  readonly rollout: number;
  readonly turn: number;
}

/** What a turn that calls tools brought back, as one key; null where it has no call or an observation is missing. */
export function observationKey({ calls }: CompactTurn): string | null {
  if (calls.length === 0 || calls.some(({ observation }) => observation === null)) return null;
  return JSON.stringify(calls.map(({ observation }) => observation?.hash ?? null));
}

/**
 * The states that each rollout passes through, one more than it has turns: 0 for the prompt, then one number for each
 * distinct observation. After a turn without calls comes a state of its own: the log says nothing of what was seen.
 */
export function statePaths({ rollouts }: Group): number[][] {
  const known = new Map<string, number>();
  let count = 0;
  const stateAfter = (turn: CompactTurn): number => {
    const key = observationKey(turn);
    const state = (key === null ? undefined : known.get(key)) ?? ++count;
    if (key !== null) known.set(key, state);
    return state;
  };
  return rollouts.map(({ turns }) => [0, ...turns.map(stateAfter)]);
}

/** State that each turn of each rollout starts in. */
export function statesOf(group: Group): number[][] {
  return statePaths(group).map((path) => path.slice(0, -1));
}

/** `R_t = gamma^(T-1-t) R`: the outcome reward, paid at the last turn, discounted back to each turn. */
export function stepReturns({ turns, reward }: CompactRollout, gamma: number): Float64Array {
  const out = new Float64Array(turns.length);
  let running = reward;
  for (let t = turns.length - 1; t >= 0; t--, running *= gamma) out[t] = running;
  return out;
}

/** Turns by a key of theirs, in input order. */
export function turnsBy<K>(rows: readonly (readonly K[])[]): Map<K, TurnPlace[]> {
  const found = new Map<K, TurnPlace[]>();
  for (const [rollout, row] of rows.entries()) {
    for (const [turn, key] of row.entries()) {
      const places = found.get(key) ?? [];
      found.set(key, places);
      places.push({ rollout, turn });
    }
  }
  return found;
}

/** `value - mean`, over `std + eps` where `ddof` is given. Lists of one, and of equal values, give 0. */
export function normalised(values: readonly number[], ddof: 0 | 1 | null, eps: number): number[] {
  const center = mean(values);
  const deviation = ddof === null ? 1 : standardDeviation(values, center, ddof) + eps;
  if (values.every((value) => value === values[0])) return values.map(() => 0);
  return values.map((value) => (value - center) / deviation);
}
