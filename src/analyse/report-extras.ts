import { observationJaccard } from "../match/observation.js";
import type { CompactRollout, Group } from "../model/compact.js";
import type { RolloutCredit, TurnCredit, Witness } from "../model/correction.js";
import { comparePlaces, type Place } from "../model/place.js";
import type { ReliabilityBin, ReportExtras } from "../model/report-data.js";
import { advantageBins } from "./advantage-bins.js";

/** Examples kept: groups, and rollouts of each. */
export const EXAMPLE_GROUPS = 12;
export const EXAMPLE_ROLLOUTS = 8;

/** Similarity bins: ten of a tenth each, and similarity 1 alone. */
const TENTHS = 10;

/** A group worth looking at, with the rollouts to show of it in input order. */
export interface Example {
  readonly group: Group;
  readonly credits: readonly RolloutCredit[];
  /** Sum of `A' - A` over the turns of the group. */
  readonly gain: number;
}

/** Collects what the HTML report shows besides figures, group by group. */
export class ReportTally {
  readonly examples: Example[] = [];
  correctedGroups = 0;
  private readonly base: number[] = [];
  private readonly corrected: number[] = [];
  private readonly pairs = Array.from({ length: TENTHS + 1 }, () => ({ pairs: 0, equal: 0, jaccard: 0 }));

  /** `rolloutAt` finds a witness's rollout: in batch scope it may be of another group. */
  constructor(private readonly rolloutAt: (place: Place) => CompactRollout | undefined) {}

  addGroup(group: Group, credits: readonly RolloutCredit[]): void {
    if (!group.mixed) return;
    for (const credit of credits) {
      if (credit.rollout.successful) continue;
      for (const [t, turn] of credit.turns.entries()) this.addTurn(credit.rollout, t, turn);
    }
    this.addExample(group, credits);
  }

  /** The distributions. */
  figures(): Pick<ReportExtras, "advantages" | "reliability" | "correctedGroups"> {
    const bins = this.pairs.map(
      ({ pairs, equal, jaccard }, i): ReliabilityBin => ({
        low: i / TENTHS,
        high: Math.min(1, (i + 1) / TENTHS),
        pairs,
        equalPairs: equal,
        meanJaccard: pairs === 0 ? null : jaccard / pairs,
      }),
    );
    return {
      advantages: { turns: this.base.length, bins: advantageBins(this.base, this.corrected) },
      reliability: { pairs: bins.reduce((sum, { pairs }) => sum + pairs, 0), bins },
      correctedGroups: this.correctedGroups,
    };
  }

  private addTurn(rollout: CompactRollout, t: number, turn: TurnCredit): void {
    const calls = rollout.turns[t]?.calls ?? [];
    if (!calls.some(({ excluded }) => !excluded)) return;
    this.base.push(turn.base);
    this.corrected.push(turn.advantage);
    for (const [c, { similarity, witness }] of turn.calls.entries()) {
      const observation = calls[c]?.observation;
      if (similarity === null || witness === null || observation == null) continue;
      const other = this.witnessObservation(witness);
      const bin = this.pairs[Math.min(TENTHS, Math.floor(similarity * TENTHS))];
      if (other == null || bin === undefined) continue;
      bin.pairs++;
      if (other.hash === observation.hash) bin.equal++;
      bin.jaccard += observationJaccard(observation, other);
    }
  }

  private witnessObservation({ place, turn, call }: Witness) {
    return this.rolloutAt(place)?.turns[turn]?.calls[call]?.observation;
  }

  private addExample(group: Group, credits: readonly RolloutCredit[]): void {
    const gain = credits.reduce((sum, credit) => sum + gainOf(credit), 0);
    if (!(gain > 0)) return;
    this.correctedGroups++;
    this.examples.push({ group, credits: mostTelling(credits), gain });
    this.examples.sort((a, b) => b.gain - a.gain); // stable: of equal ones the earlier stays
    this.examples.length = Math.min(this.examples.length, EXAMPLE_GROUPS);
  }
}

function gainOf({ turns }: RolloutCredit): number {
  return turns.reduce((sum, turn) => sum + (turn.advantage - turn.base), 0);
}

/** The rollouts with most advantage given back and their witnesses, up to the cap, filled up in input order. */
function mostTelling(credits: readonly RolloutCredit[]): RolloutCredit[] {
  const order = new Set<RolloutCredit>();
  for (const credit of [...credits].sort((a, b) => gainOf(b) - gainOf(a))) {
    if (gainOf(credit) === 0) break;
    order.add(credit);
    for (const { witness } of credit.turns.flatMap(({ calls }) => calls)) {
      const seen = credits.find(({ rollout }) => witness !== null && comparePlaces(rollout.place, witness.place) === 0);
      if (seen !== undefined) order.add(seen);
    }
  }
  for (const credit of credits) order.add(credit);
  const kept = new Set([...order].slice(0, EXAMPLE_ROLLOUTS));
  return credits.filter((credit) => kept.has(credit));
}
