import type { Conventions, Figure, Funnel, GroupingSummary, InputSummary, RejectionSummary, Warning } from "./audit.js";
import type { RuleName } from "./names.js";

/** A number with its 95 % interval (SPEC section 6); null with a reason where it is not defined. */
export interface Estimate {
  readonly value: number | null;
  readonly ci95: readonly [number, number] | null;
  readonly reason?: string;
}

/** Mean of absolute advantages over `n` turns or calls; null without any. */
export interface MeanAbsolute {
  readonly mean: number | null;
  readonly n: number;
}

/** Nearness of a rule's turn advantages to the true ones, over all turns that have one in groups with unequal rewards. */
export interface RuleTruth {
  readonly turns: number;
  /** Share of turns whose sign is the true one; 0 agrees with 0. */
  readonly signAgreement: Estimate;
  readonly pearson: Estimate;
  /** Ranks are those of the whole log, in every replicate. */
  readonly spearman: Estimate;
  /** Mean squared error of `c * advantage`, with the `c >= 0` that makes it smallest. */
  readonly scaledMse: Estimate;
  /** Of the failing rollouts' turns with negative true advantage: those whose advantage is not negative. */
  readonly harmfulForgiven: Figure;
}

/** A rule on a log. */
export interface RuleResult {
  readonly name: RuleName;
  readonly source: string;
  readonly approximate: boolean;
  readonly note: string | null;
  /** What the log lacks; null where the rule was computed. The figures are null otherwise. */
  readonly missing: string | null;
  /** Turns whose advantage is not that of the rule's base, over all turns. */
  readonly differentTurns: Figure | null;
  readonly meanAbsolute: {
    /** Turns of failing rollouts that hold a call. */
    readonly failingToolTurns: MeanAbsolute;
    /** Calls of failing rollouts that match a cluster, made by other failures as often as by successes or more. */
    readonly neutralCalls: MeanAbsolute;
    /** The same, made by other failures less often. */
    readonly discriminatingCalls: MeanAbsolute;
  } | null;
  readonly truth: RuleTruth | null;
}

/** How two rules agree, over all turns of groups with unequal rewards. */
export interface RuleAgreement {
  readonly a: RuleName;
  readonly b: RuleName;
  /** Spearman's; ranks are those of the whole log, in every replicate. */
  readonly rankCorrelation: Estimate;
  readonly signAgreement: Estimate;
}

/** `compare --json`: credit rules side by side on one log. */
export interface CompareResult {
  readonly schema: "tapo.compare/1";
  readonly version: string;
  readonly conventions: Conventions;
  readonly inputs: readonly InputSummary[];
  readonly grouping: GroupingSummary;
  readonly funnel: Funnel;
  /** Turns of groups with unequal rewards: what agreement is measured over. */
  readonly comparedTurns: number;
  readonly rules: readonly RuleResult[];
  /** One entry for each pair of computed rules, in their order. */
  readonly agreement: readonly RuleAgreement[];
  /** Mean square of the true advantages: the error of a rule that says 0 everywhere; null without them. */
  readonly truthMeanSquare: number | null;
  readonly rejections: readonly RejectionSummary[];
  readonly warnings: readonly Warning[];
}
