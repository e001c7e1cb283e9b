import { idKey } from "../json/id.js";
import type { Id } from "../model/id.js";
import { ExactSum } from "../stats/exact-sum.js";
import { fnv1a32, poissonWeight, replicateSalts } from "../stats/poisson.js";

const ENCODER = new TextEncoder();

/** Share of replicates that may have denominator 0. */
export const MAX_LEFT_OUT = 0.05;

/** The weights of groups in the replicates of the Poisson bootstrap (SPEC section 6, Intervals). */
export class GroupWeights {
  private readonly salts: Uint32Array;

  constructor(
    seed: number,
    readonly replicates: number,
  ) {
    this.salts = replicateSalts(seed, replicates);
  }

  of(batch: Id, group: Id): Uint8Array {
    const hash = fnv1a32(ENCODER.encode(idKey([batch, group])));
    const { salts } = this;
    const weights = new Uint8Array(salts.length);
    for (let b = 0; b < salts.length; b++) weights[b] = poissonWeight(hash, salts[b] ?? 0);
    return weights;
  }
}

/** Sums that other sums can be added to without loss: what a partial result stores. */
export interface ReplicateParts {
  /** Replicates times whole-number columns. */
  readonly counts: Float64Array;
  /** Exact parts of each real column in each replicate, replicate by replicate. */
  readonly exact: readonly (readonly number[])[];
}

/**
 * Weighted sums of several columns in every replicate. The first `counts` columns hold whole numbers; the others are
 * summed plainly within a batch, in input order, and exactly over batches, so that neither the order of batches nor
 * their split over shards matters.
 */
export class ReplicateSums {
  private readonly totals: Float64Array;
  private readonly batch: Float64Array;
  private readonly exact: ExactSum[];
  private touched = false;

  constructor(
    private readonly replicates: number,
    private readonly width: number,
    private readonly counts: number,
  ) {
    this.totals = new Float64Array(replicates * width);
    this.batch = new Float64Array(replicates * width);
    this.exact = Array.from({ length: replicates * (width - counts) }, () => new ExactSum());
  }

  add(weights: Uint8Array, sums: Float64Array): void {
    const { batch, width } = this;
    this.touched = true;
    for (let b = 0, at = 0; b < this.replicates; b++, at += width) {
      const weight = weights[b] ?? 0;
      if (weight === 0) continue;
      for (let c = 0; c < width; c++) batch[at + c] = (batch[at + c] ?? 0) + weight * (sums[c] ?? 0);
    }
  }

  /** Folds the sums of a batch whose groups have all been added. */
  endBatch(): void {
    if (!this.touched) return;
    const { width, counts } = this;
    for (let b = 0; b < this.replicates; b++) {
      for (let c = 0; c < counts; c++) {
        const at = b * width + c;
        this.totals[at] = (this.totals[at] ?? 0) + (this.batch[at] ?? 0);
      }
      for (let c = counts; c < width; c++) this.exact[this.exactAt(b, c)]?.add(this.batch[b * width + c] ?? 0);
    }
    this.batch.fill(0);
    this.touched = false;
  }

  /** The sums of all batches that have ended. */
  parts(): ReplicateParts {
    const { replicates, counts, width } = this;
    const totals = new Float64Array(replicates * counts);
    for (let b = 0; b < replicates; b++)
      for (let c = 0; c < counts; c++) totals[b * counts + c] = this.totals[b * width + c] ?? 0;
    return { counts: totals, exact: this.exact.map((sum) => sum.parts()) };
  }

  /** Adds sums of other batches. */
  addParts({ counts: totals, exact }: ReplicateParts): void {
    const { replicates, counts, width } = this;
    for (let b = 0; b < replicates; b++) {
      for (let c = 0; c < counts; c++) {
        const at = b * width + c;
        this.totals[at] = (this.totals[at] ?? 0) + (totals[b * counts + c] ?? 0);
      }
    }
    for (const [i, sum] of this.exact.entries()) sum.addAll(exact[i] ?? []);
  }

  /** Sum of a column in replicate b. */
  sum(b: number, column: number): number {
    if (column < this.counts) return this.totals[b * this.width + column] ?? 0;
    return this.exact[this.exactAt(b, column)]?.value() ?? 0;
  }

  private exactAt(b: number, column: number): number {
    return b * (this.width - this.counts) + column - this.counts;
  }
}
