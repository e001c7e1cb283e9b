import { type GradientMass, OBJECTIVES, type Variant, type VariantResult } from "../model/ablation.js";
import { type CoMoments, coMoments, mergeCoMoments } from "../stats/co-moments.js";
import { ExactSum } from "../stats/exact-sum.js";
import { addShare } from "./batch-tally.js";
import { RATIOS } from "./columns.js";
import { DISCRIMINATION_KEYS } from "./discrimination.js";
import { BEYOND, figure, finiteOrNull } from "./figure.js";
import { MASS_COLUMNS } from "./rollout-masses.js";
import type { SharedSums } from "./shared-sums.js";
import { type TruthParts, TruthSums } from "./truth.js";
import { type IntervalParts, VariantIntervals } from "./variant-intervals.js";
import { emptyVariantTally, type VariantTally } from "./variant-tally.js";
import { otherRule, type VariantMethod } from "./variants.js";

/** Sums of one variant over some batches: what a partial result stores. */
export interface VariantParts {
  readonly variant: Variant;
  readonly total: Omit<VariantTally, "recovered" | "turnMass" | "advantages" | "ours" | "truth" | "before" | "after">;
  /** Exact parts of the sums `recovered`, `turnMass`, then `before` and `after`, column by column. */
  readonly exact: readonly (readonly number[])[];
  /** Turn advantages of each batch. */
  readonly advantages: readonly CoMoments[];
  readonly truth: TruthParts | null;
  readonly intervals: IntervalParts;
}

/** Sums of one variant over a log: plain within a batch, in input order, and exact over batches. */
export class VariantSums {
  /** The batch at hand. */
  tally: VariantTally = emptyVariantTally();
  readonly truth: TruthSums;
  readonly intervals: VariantIntervals;
  private readonly advantages: CoMoments[] = [];
  private readonly recovered = new ExactSum();
  private readonly turnMass = new ExactSum();
  private readonly before = massSums();
  private readonly after = massSums();
  private readonly total = emptyVariantTally();

  constructor(
    private readonly variant: Variant,
    readonly method: VariantMethod,
    shared: SharedSums,
  ) {
    this.truth = new TruthSums(shared);
    this.intervals = new VariantIntervals(shared, otherRule(method) !== null);
  }

  /** Folds the batch whose groups have all been added. */
  endBatch(): void {
    const { tally, total } = this;
    addTotals(total, tally);
    this.recovered.add(tally.recovered);
    this.turnMass.add(tally.turnMass);
    for (const [i, sum] of this.before.entries()) sum.add(tally.before[i] ?? 0);
    for (const [i, sum] of this.after.entries()) sum.add(tally.after[i] ?? 0);
    if (tally.advantages.length > 0) this.advantages.push(coMoments(tally.advantages, tally.advantages));
    this.truth.endBatch(tally.ours, tally.truth);
    this.intervals.endBatch();
    this.tally = emptyVariantTally();
  }

  parts(): VariantParts {
    const { variant, total, advantages } = this;
    return {
      variant,
      total,
      exact: this.exactSums().map((sum) => sum.parts()),
      advantages,
      truth: this.truth.parts(),
      intervals: this.intervals.parts(),
    };
  }

  /** Adds the sums of other batches. */
  addParts({ total, exact, advantages, truth, intervals }: VariantParts): void {
    addTotals(this.total, total);
    for (const [i, sum] of this.exactSums().entries()) sum.addAll(exact[i] ?? []);
    for (const batch of advantages) this.advantages.push(batch);
    if (truth !== null) this.truth.addParts(truth);
    this.intervals.addParts(intervals);
  }

  private exactSums(): readonly ExactSum[] {
    return [this.recovered, this.turnMass, ...this.before, ...this.after];
  }

  /** `ddof`: degrees of freedom taken off for the standard deviation of the turn advantages. */
  result(ddof: number): VariantResult {
    const { total } = this;
    const recovered = this.recovered.value();
    const turns = mergeCoMoments(this.advantages);
    return {
      name: this.variant.name,
      options: { ...this.variant.options },
      correctedTrajectories: figure(total.correctedTrajectories, total.failing, RATIOS.correctedTrajectories.empty),
      correctedActions: figure(total.correctedActions, total.failingCalls, RATIOS.correctedActions.empty),
      recoveredAdvantage: figure(recovered, this.turnMass.value(), RATIOS.recoveredAdvantage.empty),
      intervals: this.intervals.result(),
      meanCorrection: total.toolTurns === 0 ? null : recovered / total.toolTurns,
      maxCorrection: total.toolTurns === 0 ? null : total.maxCorrection,
      signFlips: total.signFlips,
      clampedToZero: total.clampedToZero,
      meanAdvantage: turns.n === 0 ? null : turns.meanX,
      stdAdvantage: turns.n <= ddof ? null : turns.unitX * Math.sqrt(turns.xx / (turns.n - ddof)),
      objectives: this.objectives(),
      truth: this.truth.result(),
      discrimination: { ...total.discrimination },
      chanceMatches: figure(
        total.chance.numerator,
        total.chance.denominator,
        "no tool calls of failing rollouts in a mixed group with another mixed group of a different prompt in its batch",
      ),
    };
  }

  private objectives(): VariantResult["objectives"] {
    const entries = OBJECTIVES.map((objective, o) => [
      objective,
      { before: this.gradientMass(this.before, o), after: this.gradientMass(this.after, o) },
    ]);
    return Object.fromEntries(entries) as VariantResult["objectives"];
  }

  private gradientMass(sums: readonly ExactSum[], objective: number): GradientMass {
    const [failingToolTurns = 0, failingTurns = 0, successes = 0, clipped = 0] = sums
      .slice(objective * MASS_COLUMNS, (objective + 1) * MASS_COLUMNS)
      .map((sum) => finiteOrNull(sum.value()));
    const { policyTokens } = this.total;
    return {
      failingToolTurns,
      failingTurns,
      successes,
      clippedShare: policyTokens === 0 ? null : (clipped ?? 0) / policyTokens,
      ...([failingToolTurns, failingTurns, successes].includes(null) ? { reason: BEYOND } : {}),
    };
  }
}

export const COUNTS = [
  "failing",
  "failingCalls",
  "correctedTrajectories",
  "correctedActions",
  "toolTurns",
  "signFlips",
  "clampedToZero",
  "policyTokens",
] as const;

function addTotals(total: VariantTally, tally: VariantParts["total"]): void {
  for (const key of COUNTS) total[key] += tally[key];
  for (const key of DISCRIMINATION_KEYS) total.discrimination[key] += tally.discrimination[key];
  addShare(total.chance, tally.chance);
  total.maxCorrection = Math.max(total.maxCorrection, tally.maxCorrection);
}

function massSums(): ExactSum[] {
  return Array.from({ length: OBJECTIVES.length * MASS_COLUMNS }, () => new ExactSum());
}
