import type { Group } from "../model/compact.js";
import type { ThetaInterval } from "../model/report-data.js";
import { ratioInterval } from "./bootstrap.js";
import { COLUMN_INDEX } from "./columns.js";
import { type GroupTally, SWEEP_THETAS } from "./group-tally.js";
import { GroupWeights, ReplicateSums } from "./replicate-sums.js";

const THETAS = SWEEP_THETAS.length;
/** Numerators of both shares at each theta, then their denominators: all counts. */
const WIDTH = 2 * THETAS + 2;

/** Bootstrap intervals of the correctable shares over theta (SPEC section 6). */
export class ThetaBootstrap {
  private readonly weights: GroupWeights;
  private readonly replicates: ReplicateSums;
  /** Groups with failing rollouts, and those with tool calls of failing rollouts. */
  private readonly groups: [trajectories: number, actions: number] = [0, 0];

  constructor(seed: number, replicates: number) {
    this.weights = new GroupWeights(seed, replicates);
    this.replicates = new ReplicateSums(replicates, WIDTH, WIDTH);
  }

  addGroup(group: Group, { sums, sweepTrajectories, sweepActions }: GroupTally): void {
    const failing = sums[COLUMN_INDEX.failing] ?? 0;
    const calls = sums[COLUMN_INDEX.failingCalls] ?? 0;
    if (failing > 0) this.groups[0]++;
    if (calls > 0) this.groups[1]++;
    const row = Float64Array.of(...sweepTrajectories, ...sweepActions, failing, calls);
    this.replicates.add(this.weights.draws(group.batch, group.id), row);
  }

  /** To be called once, after the last group: counts are exact, so batches make no difference. */
  intervals(): ThetaInterval[] {
    this.replicates.endBatch();
    return SWEEP_THETAS.map((theta, i) => ({
      theta,
      correctableTrajectories: this.interval(i, 0),
      correctableActions: this.interval(THETAS + i, 1),
    }));
  }

  private interval(column: number, denominator: 0 | 1): readonly [number, number] | null {
    const { replicates, weights, groups } = this;
    return ratioInterval(
      weights.replicates,
      groups[denominator],
      (b) => replicates.sum(b, column),
      (b) => replicates.sum(b, 2 * THETAS + denominator),
    ).ci95;
  }
}
