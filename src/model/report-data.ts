import type { GateResult } from "./ablation.js";
import type { ExplainResult } from "./explain.js";

/** Turns whose advantage lies in `[low, high)`, before and after the correction. */
export interface AdvantageBin {
  readonly low: number;
  readonly high: number;
  readonly base: number;
  readonly corrected: number;
}

/** Pairs of a failing call and its witness whose similarity lies in `[low, high)`; the last bin is similarity 1 alone. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
  /** Pairs whose observations are equal. */
  readonly equalPairs: number;
  /** Mean Jaccard index of the observations' token sets; null without a pair. */
  readonly meanJaccard: number | null;
}

/** 95 % intervals of a row of `thetaSweep` by the bootstrap of SPEC section 6; null where none can be given. */
export interface ThetaInterval {
  readonly theta: number;
  readonly correctableTrajectories: readonly [number, number] | null;
  readonly correctableActions: readonly [number, number] | null;
}

/** What the HTML report shows besides a result's figures: distributions and examples. */
export interface ReportExtras {
  /** One for each row of the audit's `thetaSweep`. */
  readonly thetaIntervals: readonly ThetaInterval[];
  /** Turns of failing rollouts of mixed groups that hold a call which is not excluded. */
  readonly advantages: { readonly turns: number; readonly bins: readonly AdvantageBin[] };
  /** Failing calls with negative advantage in mixed groups that have a witness, both with an observation. */
  readonly reliability: { readonly pairs: number; readonly bins: readonly ReliabilityBin[] };
  /** The groups whose correction gives back most advantage, those first; of `correctedGroups` in all. */
  readonly examples: readonly ExplainResult[];
  readonly correctedGroups: number;
}

/** A result with them. */
export type WithExtras<R> = R & { readonly extras: ReportExtras };

/** What reports are rendered from: a result, its gates, and the extras where an HTML report is asked for. */
export type Reported<R> = Omit<R, "gates"> & {
  readonly gates: readonly GateResult[];
  readonly extras: ReportExtras | null;
};
