import type { VariantResult } from "../model/ablation.js";
import { ratioInterval } from "./bootstrap.js";
import { type Draws, type ReplicateParts, ReplicateSums } from "./replicate-sums.js";
import type { SharedColumn, SharedSums } from "./shared-sums.js";
import { GROUP_COLUMNS } from "./variant-tally.js";

/** The first columns are counts. */
const COUNTS = 2;

/** Sums of one variant over some batches: what a partial result stores. */
export interface IntervalParts {
  /** Groups with advantage on tool turns of failing rollouts; 0 where these are the shared ones. */
  readonly massGroups: number;
  readonly replicates: ReplicateParts;
}

/** Bootstrap intervals of a variant's shares over groups (SPEC section 6); the denominators are shared by all variants. */
export class VariantIntervals {
  private readonly replicates: ReplicateSums;
  private massGroups = 0;

  /** `ownBases`: the variant is another rule, which may start from advantages of its own. */
  constructor(
    private readonly shared: SharedSums,
    private readonly ownBases: boolean,
  ) {
    this.replicates = new ReplicateSums(shared.replicates, GROUP_COLUMNS.length - (ownBases ? 0 : 1), COUNTS);
  }

  /** Adds a group's `GROUP_COLUMNS`. */
  addGroup(draws: Draws, sums: Float64Array): void {
    if (this.ownBases && sums[3] !== 0) this.massGroups++;
    this.replicates.add(draws, sums);
  }

  endBatch(): void {
    this.replicates.endBatch();
  }

  parts(): IntervalParts {
    return { massGroups: this.massGroups, replicates: this.replicates.parts() };
  }

  /** Adds the sums of other batches. */
  addParts({ massGroups, replicates }: IntervalParts): void {
    this.massGroups += massGroups;
    this.replicates.addParts(replicates);
  }

  result(): VariantResult["intervals"] {
    const { shared, replicates } = this;
    const over = (column: number, below: SharedColumn) =>
      this.interval(column, shared.groups(below), (b) => shared.sum(b, below));
    return {
      correctedTrajectories: over(0, "failing"),
      correctedActions: over(1, "failingCalls"),
      recoveredAdvantage: this.ownBases
        ? this.interval(2, this.massGroups, (b) => replicates.sum(b, 3))
        : over(2, "turnMass"),
    };
  }

  private interval(column: number, groups: number, below: (b: number) => number): readonly [number, number] | null {
    return ratioInterval(this.shared.replicates, groups, (b) => this.replicates.sum(b, column), below).ci95;
  }
}
