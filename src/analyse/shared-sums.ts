import type { Group } from "../model/compact.js";
import type { BootstrapParts } from "./bootstrap.js";
import { type Draws, ReplicateSums } from "./replicate-sums.js";
import type { RolloutMasses } from "./rollout-masses.js";

/** What does not depend on the variant, group by group; the first three are counts. */
export const SHARED_COLUMNS = ["failing", "failingCalls", "turns", "turnMass", "truth", "truthSquared"] as const;
export type SharedColumn = (typeof SHARED_COLUMNS)[number];
const COUNTS = 3;
const AT = Object.fromEntries(SHARED_COLUMNS.map((name, index) => [name, index])) as Record<SharedColumn, number>;

/** The denominators of all variants' figures, and the true side of their nearness to the truth, in every replicate. */
export class SharedSums {
  private readonly sums: ReplicateSums;
  /** Groups with a non-zero value, per column. */
  private readonly nonZero = new Float64Array(SHARED_COLUMNS.length);

  constructor(readonly replicates: number) {
    this.sums = new ReplicateSums(replicates, SHARED_COLUMNS.length, COUNTS);
  }

  /** `masses` are those of the group's rollouts. */
  addGroup(draws: Draws, group: Group, masses: readonly RolloutMasses[]): void {
    const sums = sharedSums(group, masses);
    for (const [c, sum] of sums.entries()) if (sum !== 0) this.nonZero[c] = (this.nonZero[c] ?? 0) + 1;
    this.sums.add(draws, sums);
  }

  endBatch(): void {
    this.sums.endBatch();
  }

  parts(): BootstrapParts {
    return { nonZero: this.nonZero.slice(), replicates: this.sums.parts() };
  }

  /** Adds the sums of other batches. */
  addParts({ nonZero, replicates }: BootstrapParts): void {
    for (let c = 0; c < SHARED_COLUMNS.length; c++) this.nonZero[c] = (this.nonZero[c] ?? 0) + (nonZero[c] ?? 0);
    this.sums.addParts(replicates);
  }

  /** Sum of a column in replicate b. */
  sum(b: number, column: SharedColumn): number {
    return this.sums.sum(b, AT[column]);
  }

  /** Groups in which a column is not 0. */
  groups(column: SharedColumn): number {
    return this.nonZero[AT[column]] ?? 0;
  }
}

function sharedSums({ rollouts }: Group, masses: readonly RolloutMasses[]): Float64Array {
  const sums = new Float64Array(SHARED_COLUMNS.length);
  const add = (column: SharedColumn, value: number) => {
    sums[AT[column]] = (sums[AT[column]] ?? 0) + value;
  };
  for (const [j, { successful, turns }] of rollouts.entries()) {
    if (!successful) add("failing", 1);
    for (const [t, { trueAdvantage }] of turns.entries()) {
      const held = masses[j]?.held[t] ?? 0;
      if (!successful && held > 0) {
        add("failingCalls", held);
        add("turnMass", Math.abs(masses[j]?.bases[t] ?? 0));
      }
      if (trueAdvantage === null) continue;
      add("turns", 1);
      add("truth", trueAdvantage);
      add("truthSquared", trueAdvantage * trueAdvantage);
    }
  }
  return sums;
}
