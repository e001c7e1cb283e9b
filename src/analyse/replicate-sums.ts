import { idKey } from "../json/id.js";
import type { Id } from "../model/id.js";
import { ExactSum } from "../stats/exact-sum.js";
import { fnv1a32, LARGEST_WEIGHT, poissonWeight, replicateSalts } from "../stats/poisson.js";

const ENCODER = new TextEncoder();

function hashOf(batch: Id, group: Id): number {
  return fnv1a32(ENCODER.encode(idKey([batch, group])));
}

/** Share of replicates that may have denominator 0. */
export const MAX_LEFT_OUT = 0.05;

/** The replicates that draw a group once, those that do twice, and so on: about 63 % of them in all. */
export type Draws = readonly Int32Array[];

/** The weights of groups in the replicates of the Poisson bootstrap (SPEC section 6, Intervals). */
export class GroupWeights {
  private readonly salts: Uint32Array;
  /** Replicates by weight, of the group at hand, and how many. */
  private readonly lists: Int32Array[] = [];
  private readonly lengths = new Int32Array(LARGEST_WEIGHT);

  constructor(
    seed: number,
    readonly replicates: number,
  ) {
    this.salts = replicateSalts(seed, replicates);
  }

  /** The weight in every replicate. */
  of(batch: Id, group: Id): Uint8Array {
    const hash = hashOf(batch, group);
    const { salts } = this;
    const weights = new Uint8Array(salts.length);
    for (let b = 0; b < salts.length; b++) weights[b] = poissonWeight(hash, salts[b] ?? 0);
    return weights;
  }

  /** The same, by weight. */
  draws(batch: Id, group: Id): Draws {
    const hash = hashOf(batch, group);
    const { salts, lists, lengths } = this;
    lengths.fill(0);
    let most = 0;
    for (let b = 0; b < salts.length; b++) {
      const weight = poissonWeight(hash, salts[b] ?? 0);
      if (weight === 0) continue;
      if (weight > most) most = weight;
      while (lists.length < weight) lists.push(new Int32Array(salts.length));
      const list = lists[weight - 1];
      const length = lengths[weight - 1] ?? 0;
      if (list !== undefined) list[length] = b;
      lengths[weight - 1] = length + 1;
    }
    return lists.slice(0, most).map((list, i) => list.slice(0, lengths[i]));
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
  /** Column by column, as `batch`: most columns of most groups are 0 and skipped whole. */
  private readonly totals: Float64Array;
  private readonly batch: Float64Array;
  private readonly exact: ExactSum[];
  private touched = false;

  constructor(
    private readonly replicates: number,
    private readonly width: number,
    private readonly counts: number,
  ) {
    this.totals = new Float64Array(replicates * counts);
    this.batch = new Float64Array(replicates * width);
    this.exact = Array.from({ length: replicates * (width - counts) }, () => new ExactSum());
  }

  add(draws: Draws, sums: Float64Array): void {
    const { batch, width } = this;
    for (let c = 0; c < width; c++) {
      const sum = sums[c] ?? 0;
      if (sum === 0) continue;
      this.touched = true;
      const from = c * this.replicates;
      for (let times = 1; times <= draws.length; times++) addTo(batch, from, draws[times - 1] ?? NONE, times * sum);
    }
  }

  /** Folds the sums of a batch whose groups have all been added. */
  endBatch(): void {
    if (!this.touched) return;
    const { batch, totals, exact } = this;
    for (let i = 0; i < totals.length; i++) totals[i] = (totals[i] ?? 0) + (batch[i] ?? 0);
    for (let i = 0; i < exact.length; i++) exact[i]?.add(batch[totals.length + i] ?? 0);
    batch.fill(0);
    this.touched = false;
  }

  /** The sums of all batches that have ended. */
  parts(): ReplicateParts {
    const { replicates, counts, width } = this;
    const totals = new Float64Array(replicates * counts);
    const exact: (readonly number[])[] = [];
    for (let b = 0; b < replicates; b++) {
      for (let c = 0; c < counts; c++) totals[b * counts + c] = this.totals[c * replicates + b] ?? 0;
      for (let c = counts; c < width; c++) exact.push(this.exactSum(b, c)?.parts() ?? []);
    }
    return { counts: totals, exact };
  }

  /** Adds sums of other batches. */
  addParts({ counts: totals, exact }: ReplicateParts): void {
    const { replicates, counts, width } = this;
    let i = 0;
    for (let b = 0; b < replicates; b++) {
      for (let c = 0; c < counts; c++) {
        const at = c * replicates + b;
        this.totals[at] = (this.totals[at] ?? 0) + (totals[b * counts + c] ?? 0);
      }
      for (let c = counts; c < width; c++) this.exactSum(b, c)?.addAll(exact[i++] ?? []);
    }
  }

  /** Sum of a column in replicate b. */
  sum(b: number, column: number): number {
    if (column < this.counts) return this.totals[column * this.replicates + b] ?? 0;
    return this.exactSum(b, column)?.value() ?? 0;
  }

  private exactSum(b: number, column: number): ExactSum | undefined {
    return this.exact[(column - this.counts) * this.replicates + b];
  }
}

const NONE = new Int32Array(0);

function addTo(batch: Float64Array, from: number, replicates: Int32Array, term: number): void {
  for (let i = 0; i < replicates.length; i++) {
    const at = from + (replicates[i] ?? 0);
    batch[at] = (batch[at] ?? 0) + term;
  }
}
