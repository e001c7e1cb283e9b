import type { StatisticName } from "../model/audit.js";
import type { Id } from "../model/id.js";
import { quantile } from "../stats/quantile.js";
import { COLUMN_INDEX, COLUMNS, FIRST_REAL_COLUMN, RATIOS } from "./columns.js";
import { GroupWeights, MAX_LEFT_OUT, type ReplicateParts, ReplicateSums } from "./replicate-sums.js";

/** An interval, or why there is none. */
export type Interval = { readonly ci95: readonly [number, number] } | { readonly ci95: null; readonly reason: string };

/** Sums of a bootstrap over some batches: what a partial result stores. */
export interface BootstrapParts {
  readonly nonZero: Float64Array;
  readonly replicates: ReplicateParts;
}

/** Poisson bootstrap over groups for the statistics of an audit (SPEC section 6, Intervals). */
export class Bootstrap {
  private readonly weights: GroupWeights;
  private readonly replicates: ReplicateSums;
  /** Groups with a non-zero value, per column. */
  private readonly nonZero = new Float64Array(COLUMNS.length);

  constructor(seed: number, replicates: number) {
    this.weights = new GroupWeights(seed, replicates);
    this.replicates = new ReplicateSums(replicates, COLUMNS.length, FIRST_REAL_COLUMN);
  }

  addGroup(batch: Id, group: Id, sums: Float64Array): void {
    if (sums.every((value) => value === 0)) return;
    for (let c = 0; c < COLUMNS.length; c++) if (sums[c] !== 0) this.nonZero[c] = (this.nonZero[c] ?? 0) + 1;
    this.replicates.add(this.weights.draws(batch, group), sums);
  }

  endBatch(): void {
    this.replicates.endBatch();
  }

  parts(): BootstrapParts {
    return { nonZero: this.nonZero.slice(), replicates: this.replicates.parts() };
  }

  /** Adds the sums of other batches. */
  addParts({ nonZero, replicates }: BootstrapParts): void {
    for (let c = 0; c < COLUMNS.length; c++) this.nonZero[c] = (this.nonZero[c] ?? 0) + (nonZero[c] ?? 0);
    this.replicates.addParts(replicates);
  }

  /** 95 % interval of a statistic: the 0.025 and 0.975 quantiles of the replicates' figures. */
  interval(name: StatisticName): Interval {
    const numerator = COLUMN_INDEX[RATIOS[name].numerator];
    const denominator = COLUMN_INDEX[RATIOS[name].denominator];
    const { replicates } = this;
    return ratioInterval(
      this.weights.replicates,
      this.nonZero[denominator] ?? 0,
      (b) => replicates.sum(b, numerator),
      (b) => replicates.sum(b, denominator),
    );
  }
}

/** The interval of a ratio from its two sums in each replicate. `groups`: those whose denominator is not 0. */
export function ratioInterval(
  replicates: number,
  groups: number,
  numerator: (b: number) => number,
  denominator: (b: number) => number,
): Interval {
  if (groups < 2) return { ci95: null, reason: "fewer than 2 groups with a non-zero denominator" };
  const values: number[] = [];
  for (let b = 0; b < replicates; b++) {
    const below = denominator(b);
    if (below !== 0) values.push(numerator(b) / below);
  }
  const ci95 = percentileInterval(values, replicates);
  return ci95 === null ? { ci95, reason: "over 5 % of the replicates have denominator 0" } : { ci95 };
}

/** The 0.025 and 0.975 quantiles; null where over 5 % of the replicates gave no value. */
export function percentileInterval(values: readonly number[], replicates: number): readonly [number, number] | null {
  if (values.length < (1 - MAX_LEFT_OUT) * replicates) return null;
  const sorted = Float64Array.from(values).sort();
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}
