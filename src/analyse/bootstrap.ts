import { idKey } from "../json/id.js";
import type { StatisticName } from "../model/audit.js";
import type { Id } from "../model/id.js";
import { ExactSum } from "../stats/exact-sum.js";
import { fnv1a32, poissonWeight, replicateSalts } from "../stats/poisson.js";
import { quantile } from "../stats/quantile.js";
import { COLUMN_INDEX, COLUMNS, FIRST_REAL_COLUMN, RATIOS } from "./columns.js";

/** Share of replicates that may have denominator 0. */
const MAX_LEFT_OUT = 0.05;

/** An interval, or why there is none. */
export type Interval = { readonly ci95: readonly [number, number] } | { readonly ci95: null; readonly reason: string };

/**
 * Poisson bootstrap over groups (SPEC section 6, Intervals). Sums of real columns are plain within a batch, in input
 * order, and exact over batches: so an interval depends on neither order of batches, threads nor shards.
 */
export class Bootstrap {
  private readonly salts: Uint32Array;
  /** Per replicate the sums of all columns; counts are exact in a double. */
  private readonly counts: Float64Array;
  private readonly reals: ExactSum[];
  private readonly batch: Float64Array;
  /** Groups with a non-zero value, per column. */
  private readonly nonZero = new Float64Array(COLUMNS.length);
  private touched = false;

  constructor(
    seed: number,
    private readonly replicates: number,
  ) {
    this.salts = replicateSalts(seed, replicates);
    this.counts = new Float64Array(replicates * COLUMNS.length);
    this.batch = new Float64Array(replicates * COLUMNS.length);
    this.reals = Array.from({ length: replicates * (COLUMNS.length - FIRST_REAL_COLUMN) }, () => new ExactSum());
  }

  addGroup(batch: Id, group: Id, sums: Float64Array): void {
    if (sums.every((value) => value === 0)) return;
    for (let c = 0; c < COLUMNS.length; c++) if (sums[c] !== 0) this.nonZero[c] = (this.nonZero[c] ?? 0) + 1;
    this.touched = true;
    const hash = fnv1a32(new TextEncoder().encode(idKey([batch, group])));
    const width = COLUMNS.length;
    for (let b = 0; b < this.replicates; b++) {
      const weight = poissonWeight(hash, this.salts[b] ?? 0);
      if (weight === 0) continue;
      const at = b * width;
      for (let c = 0; c < width; c++) this.batch[at + c] = (this.batch[at + c] ?? 0) + weight * (sums[c] ?? 0);
    }
  }

  /** Folds the sums of a batch whose groups have all been added. */
  endBatch(): void {
    if (!this.touched) return;
    const width = COLUMNS.length;
    const real = width - FIRST_REAL_COLUMN;
    for (let b = 0; b < this.replicates; b++) {
      for (let c = 0; c < width; c++) {
        const value = this.batch[b * width + c] ?? 0;
        if (c < FIRST_REAL_COLUMN) this.counts[b * width + c] = (this.counts[b * width + c] ?? 0) + value;
        else this.reals[b * real + c - FIRST_REAL_COLUMN]?.add(value);
      }
    }
    this.batch.fill(0);
    this.touched = false;
  }

  /** 95 % interval of a statistic: the 0.025 and 0.975 quantiles of the replicates' figures. */
  interval(name: StatisticName): Interval {
    const { numerator, denominator } = RATIOS[name];
    if ((this.nonZero[COLUMN_INDEX[denominator]] ?? 0) < 2) {
      return { ci95: null, reason: "fewer than 2 groups with a non-zero denominator" };
    }
    const values: number[] = [];
    for (let b = 0; b < this.replicates; b++) {
      const below = this.sum(b, COLUMN_INDEX[denominator]);
      if (below !== 0) values.push(this.sum(b, COLUMN_INDEX[numerator]) / below);
    }
    if (values.length < (1 - MAX_LEFT_OUT) * this.replicates) {
      return { ci95: null, reason: "over 5 % of the replicates have denominator 0" };
    }
    const sorted = Float64Array.from(values).sort();
    return { ci95: [quantile(sorted, 0.025), quantile(sorted, 0.975)] };
  }

  private sum(b: number, column: number): number {
    if (column < FIRST_REAL_COLUMN) return this.counts[b * COLUMNS.length + column] ?? 0;
    return this.reals[b * (COLUMNS.length - FIRST_REAL_COLUMN) + column - FIRST_REAL_COLUMN]?.value() ?? 0;
  }
}
