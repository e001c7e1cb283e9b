import type { Match, Matcher } from "../match/matcher.js";
import { observationJaccard } from "../match/observation.js";
import type { CompactCall, Group, Observation } from "../model/compact.js";

/** Pairs of calls whose observations were compared. */
export interface PairTally {
  pairs: number;
  equal: number;
  jaccard: number;
}

/** Per tool: pairs of a failing call and its witness, and pairs below theta. */
export interface DeterminismTally {
  readonly matched: PairTally;
  readonly unmatched: PairTally;
}

/** Equal calls with equal observations count together: how often they occur. */
interface Observed {
  readonly args: string;
  readonly observation: Observation;
  count: number;
}

/**
 * Compares observations of matched and of unmatched calls of a mixed group (SPEC section 6, determinism).
 * Pairs without both observations are left out.
 */
export function tallyDeterminism(
  group: Group,
  own: Matcher,
  matchOf: (call: CompactCall) => Match | null,
  theta: number,
  tallies: Map<string, DeterminismTally>,
): void {
  if (!group.mixed) return;
  for (const [j, rollout] of group.rollouts.entries()) {
    if (rollout.successful || !((group.advantages[j] ?? 0) < 0)) continue;
    for (const { calls } of rollout.turns) {
      for (const call of calls) {
        const match = call.observation === null ? null : matchOf(call);
        if (call.observation === null || match === null || !(match.similarity >= theta)) continue;
        if (match.witnessObservation === null) continue;
        count(tallyOf(tallies, call.tool).matched, call.observation, match.witnessObservation, 1);
      }
    }
  }
  const successes = observedCalls(group, (j) => group.rollouts[j]?.successful ?? false);
  const failures = observedCalls(group, (j) => !group.rollouts[j]?.successful && (group.advantages[j] ?? 0) < 0);
  for (const [tool, failing] of failures) {
    for (const call of failing) {
      for (const success of successes.get(tool) ?? []) {
        if (own.similarityBetween(tool, call.args, success.args) >= theta) continue;
        count(tallyOf(tallies, tool).unmatched, call.observation, success.observation, call.count * success.count);
      }
    }
  }
}

function count(tally: PairTally, a: Observation, b: Observation, times: number): void {
  tally.pairs += times;
  if (a.hash === b.hash) tally.equal += times;
  tally.jaccard += times * observationJaccard(a, b);
}

/** Distinct well-formed calls with an observation, by tool, of the rollouts that `take` picks. */
function observedCalls(group: Group, take: (j: number) => boolean): Map<string, Observed[]> {
  const byTool = new Map<string, ObservedCalls>();
  for (let j = 0; j < group.rollouts.length; j++) {
    if (!take(j)) continue;
    for (const { calls } of group.rollouts[j]?.turns ?? []) {
      for (const { tool, args, excluded, observation } of calls) {
        if (args === null || excluded || observation === null) continue;
        let observed = byTool.get(tool);
        if (observed === undefined) {
          observed = new ObservedCalls();
          byTool.set(tool, observed);
        }
        observed.add(args, observation);
      }
    }
  }
  return new Map([...byTool].map(([tool, { list }]) => [tool, list]));
}

/** Distinct calls of one tool in order of their first occurrence. */
class ObservedCalls {
  readonly list: Observed[] = [];
  readonly #known = new Map<string, Map<string, Observed>>();

  add(args: string, observation: Observation): void {
    let same = this.#known.get(observation.hash);
    if (same === undefined) {
      same = new Map();
      this.#known.set(observation.hash, same);
    }
    const known = same.get(args);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const first = { args, observation, count: 1 };
    same.set(args, first);
    this.list.push(first);
  }
}

function tallyOf(tallies: Map<string, DeterminismTally>, tool: string): DeterminismTally {
  let tally = tallies.get(tool);
  if (tally === undefined) {
    tally = emptyDeterminism();
    tallies.set(tool, tally);
  }
  return tally;
}

export function emptyDeterminism(): DeterminismTally {
  return { matched: { pairs: 0, equal: 0, jaccard: 0 }, unmatched: { pairs: 0, equal: 0, jaccard: 0 } };
}
