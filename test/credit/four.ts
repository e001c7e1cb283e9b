import { creditGroup } from "../../src/credit/credit-group.js";
import { Matcher } from "../../src/match/matcher.js";
import type { CompactRollout, Group } from "../../src/model/compact.js";
import type { RolloutCredit } from "../../src/model/correction.js";
import { DEFAULT_OPTIONS, type MethodOptions } from "../../src/model/options.js";
import { group, type RolloutSketch } from "./rules/build.js";

/** A turn that calls `search` with these queries; null is a malformed call. */
export const turn = (...queries: (string | null)[]) => ({ calls: queries.map((query) => [query, "seen"] as const) });

export function credited(of: Group, options: Partial<MethodOptions> = {}, perTurnLogged = false): RolloutCredit[] {
  const matcher = new Matcher([of], "jaccard", new Map());
  return creditGroup(of, (call) => matcher.match(call, 0.5), { ...DEFAULT_OPTIONS, ...options }, perTurnLogged);
}

/** Two successes, two failures: `red car` is vouched for by both, `bus` by the first alone, `whale` by nobody. */
export const SKETCH: readonly RolloutSketch[] = [
  { reward: 1, turns: [turn("red car"), turn("bus", "red car"), {}] },
  { reward: 1, turns: [turn("red car"), {}] },
  { reward: 0, turns: [turn("whale"), turn("bus", "red car", null), turn("red car"), {}] },
  { reward: 0, turns: [turn("red car"), {}] },
];
export const FOUR = group(SKETCH);

/** A rollout of a group with some facts changed. */
export function changed(of: Group, j: number, change: (rollout: CompactRollout) => Partial<CompactRollout>): Group {
  const rollouts = of.rollouts.map((rollout, i) => (i === j ? { ...rollout, ...change(rollout) } : rollout));
  return { ...of, rollouts };
}
