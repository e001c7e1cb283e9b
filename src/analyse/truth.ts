import type { Truth } from "../model/ablation.js";
import { type CoMoments, coMoments, mergeCoMoments, momentUnit } from "../stats/co-moments.js";
import { ExactSum } from "../stats/exact-sum.js";
import { percentileInterval } from "./bootstrap.js";
import { BEYOND, finiteOrNull } from "./figure.js";
import { type Draws, type ReplicateParts, ReplicateSums } from "./replicate-sums.js";
import type { SharedSums } from "./shared-sums.js";

/** agreeing signs | squared errors, x, xx, xy: the first is a count. Turns, y and yy are the same for all variants. */
const WIDTH = 5;
const COUNTS = 1;

/** Sums of some batches: what a partial result stores. */
export interface TruthParts {
  readonly turns: number;
  readonly agreeing: number;
  readonly groups: number;
  /** Exact parts of the sum of squared errors. */
  readonly squared: readonly number[];
  readonly batches: readonly CoMoments[];
  /** Smallest and largest advantage, and smallest and largest true one. */
  readonly extremes: readonly number[];
  readonly replicates: ReplicateParts;
}

/** Nearness of turn advantages to the true ones over a log, with bootstrap intervals over groups (SPEC section 7). */
export class TruthSums {
  private readonly replicates: ReplicateSums;
  private readonly batches: CoMoments[] = [];
  private readonly squared = new ExactSum();
  private turns = 0;
  private agreeing = 0;
  private groups = 0;
  private readonly ourRange = new Range();
  private readonly trueRange = new Range();

  constructor(private readonly shared: SharedSums) {
    this.replicates = new ReplicateSums(shared.replicates, WIDTH, COUNTS);
  }

  /** Adds a group's pairs: those of the batch from the given one on. `draws` are the group's own. */
  addGroup(draws: Draws, ours: readonly number[], truth: readonly number[], from: number): void {
    if (truth.length === from) return;
    let agreeing = 0;
    let squared = 0;
    let sum = 0;
    let squares = 0;
    let products = 0;
    for (let i = from; i < truth.length; i++) {
      const x = ours[i] ?? 0;
      const y = truth[i] ?? 0;
      if (Math.sign(x) === Math.sign(y)) agreeing++;
      squared += (x - y) * (x - y);
      sum += x;
      squares += x * x;
      products += x * y;
    }
    this.ourRange.addAll(ours, from);
    this.trueRange.addAll(truth, from);
    this.turns += truth.length - from;
    this.agreeing += agreeing;
    this.squared.add(squared);
    this.groups++;
    this.replicates.add(draws, Float64Array.of(agreeing, squared, sum, squares, products));
  }

  /** Folds the batch whose pairs have all been added. */
  endBatch(ours: readonly number[], truth: readonly number[]): void {
    if (ours.length > 0) this.batches.push(coMoments(ours, truth));
    this.replicates.endBatch();
  }

  /** Null where no turn has a true advantage. */
  parts(): TruthParts | null {
    const { turns, agreeing, groups, batches } = this;
    if (turns === 0) return null;
    const extremes = [...this.ourRange.extremes(), ...this.trueRange.extremes()];
    const sums = { squared: this.squared.parts(), replicates: this.replicates.parts() };
    return { turns, agreeing, groups, batches, extremes, ...sums };
  }

  /** Adds the sums of other batches. */
  addParts(parts: TruthParts): void {
    this.turns += parts.turns;
    this.agreeing += parts.agreeing;
    this.groups += parts.groups;
    this.squared.addAll(parts.squared);
    for (const batch of parts.batches) this.batches.push(batch);
    this.ourRange.addAll(parts.extremes.slice(0, 2), 0);
    this.trueRange.addAll(parts.extremes.slice(2), 0);
    this.replicates.addParts(parts.replicates);
  }

  /** Null where no turn has a true advantage. */
  result(): Truth | null {
    if (this.turns === 0) return null;
    const { xx, yy, xy } = mergeCoMoments(this.batches);
    // By the values: centred sums of equal values need not be 0 after rounding.
    const constant = this.ourRange.constant() ? "advantages" : this.trueRange.constant() ? "true advantages" : null;
    const mse = finiteOrNull(this.squared.value() / this.turns);
    const squarable = this.ourRange.squarable() && this.trueRange.squarable();
    const reasons = [
      ...(constant === null ? [] : [`no correlation: all ${constant} are equal`]),
      ...(squarable ? [] : [`no interval of the correlation: squares ${BEYOND}`]),
      ...(mse === null ? [`no squared error: ${BEYOND}`] : []),
    ];
    return {
      turns: this.turns,
      signAgreement: this.agreeing / this.turns,
      pearson: constant === null ? xy / Math.sqrt(xx * yy) : null,
      mse,
      ci95: {
        signAgreement: this.interval((b) => this.share(b, 0)),
        pearson: constant === null && squarable ? this.interval((b) => this.pearson(b)) : null,
        mse: mse === null ? null : this.interval((b) => this.share(b, 1)),
      },
      ...(reasons.length === 0 ? {} : { reason: reasons.join("; ") }),
    };
  }

  private share(b: number, column: number): number | null {
    const turns = this.shared.sum(b, "turns");
    return turns === 0 ? null : this.replicates.sum(b, column) / turns;
  }

  private pearson(b: number): number | null {
    const { replicates, shared } = this;
    const [n, y, yy] = [shared.sum(b, "turns"), shared.sum(b, "truth"), shared.sum(b, "truthSquared")];
    const [x, xx, xy] = [replicates.sum(b, 2), replicates.sum(b, 3), replicates.sum(b, 4)];
    if (n === 0) return null;
    const variances = (xx - (x * x) / n) * (yy - (y * y) / n);
    return variances > 0 ? (xy - (x * y) / n) / Math.sqrt(variances) : null;
  }

  private interval(estimate: (b: number) => number | null): readonly [number, number] | null {
    if (this.groups < 2) return null;
    const values: number[] = [];
    for (let b = 0; b < this.shared.replicates; b++) {
      const value = estimate(b);
      if (value !== null && Number.isFinite(value)) values.push(value);
    }
    return percentileInterval(values, this.shared.replicates);
  }
}

/** Smallest and largest of the values seen. */
class Range {
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;

  extremes(): readonly number[] {
    return [this.low, this.high];
  }

  /** The values from an index on. */
  addAll(values: readonly number[], from: number): void {
    let [low, high] = [this.low, this.high];
    for (let i = from; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.low = low;
    this.high = high;
  }

  /** Whether sums of products of the values, as they stand, are numbers that say something. */
  squarable(): boolean {
    const largest = Math.max(Math.abs(this.low), Math.abs(this.high));
    return momentUnit(largest) === 1;
  }

  constant(): boolean {
    return this.low === this.high;
  }
}
