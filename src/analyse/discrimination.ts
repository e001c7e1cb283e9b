import type { Cluster } from "../match/library.js";
import type { Match } from "../match/matcher.js";
import type { CompactCall, Group } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";

/** How often failures make the corrected calls, beside successes (SPEC section 6, discrimination). */
export interface DiscriminationTally {
  correctedActions: number;
  negative: number;
  zero: number;
  positive: number;
  noOtherFailure: number;
}

export const DISCRIMINATION_KEYS = ["correctedActions", "negative", "zero", "positive", "noOtherFailure"] as const;

/** Which failing rollouts of a group have a call at or above theta with a cluster. */
export class FailureSupport {
  private readonly sets = new Map<Cluster, Set<number>>();
  readonly failing: number;

  constructor(
    private readonly group: Group,
    private readonly matchOf: (call: CompactCall) => Match | null,
    private readonly theta: number,
  ) {
    this.failing = group.rollouts.filter(({ successful }) => !successful).length;
  }

  /** Share of the failing rollouts other than rollout `j` that call the cluster; null where there is no other. */
  shareOfOthers(cluster: Cluster, j: number): number | null {
    if (this.failing < 2) return null;
    const callers = this.callers(cluster);
    return (callers.size - (callers.has(j) ? 1 : 0)) / (this.failing - 1);
  }

  private callers(cluster: Cluster): Set<number> {
    let callers = this.sets.get(cluster);
    if (callers !== undefined) return callers;
    callers = new Set();
    for (const [j, rollout] of this.group.rollouts.entries()) {
      if (!rollout.successful && rollout.turns.some(({ calls }) => calls.some((call) => this.calls(call, cluster)))) {
        callers.add(j);
      }
    }
    this.sets.set(cluster, callers);
    return callers;
  }

  /** Whether `sim(call, C) >= theta`; to a cluster of another tool it is 0 (SPEC section 3). */
  private calls(call: CompactCall, cluster: Cluster): boolean {
    if (call.args === null || call.excluded) return false;
    if (call.tool !== cluster.tool) return 0 >= this.theta;
    return (this.matchOf(call)?.perCluster[cluster.index] ?? 0) >= this.theta;
  }
}

/** Counts the corrected calls of a group by the sign of their discrimination: support less the other failures' share. */
export function tallyDiscrimination(
  group: Group,
  credits: readonly RolloutCredit[],
  matchOf: (call: CompactCall) => Match | null,
  theta: number,
  tally: DiscriminationTally,
): void {
  const failures = new FailureSupport(group, matchOf, theta);
  for (const [j, credit] of credits.entries()) {
    for (const [t, turn] of credit.turns.entries()) {
      for (const [c, { corrected }] of turn.calls.entries()) {
        const call = corrected ? credit.rollout.turns[t]?.calls[c] : undefined;
        const match = call === undefined ? null : matchOf(call);
        if (match === null) continue;
        tally.correctedActions++;
        const others = failures.shareOfOthers(match.cluster, j);
        const difference = others === null ? null : match.cluster.support - others;
        if (difference === null) tally.noOtherFailure++;
        else if (difference < 0) tally.negative++;
        else if (difference > 0) tally.positive++;
        else tally.zero++;
      }
    }
  }
}
