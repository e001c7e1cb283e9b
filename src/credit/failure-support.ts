import type { Cluster } from "../match/library.js";
import type { Match } from "../match/matcher.js";
import type { CompactCall, Group } from "../model/compact.js";

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
    const { rollouts } = this.group;
    for (let j = 0; j < rollouts.length; j++) {
      const rollout = rollouts[j];
      if (rollout === undefined) continue;
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
    return (this.matchOf(call)?.similarityTo(cluster) ?? 0) >= this.theta;
  }
}
