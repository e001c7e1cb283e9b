import type {
  Checks,
  Conventions,
  Figure,
  Funnel,
  GroupingSummary,
  InputSummary,
  RejectionSummary,
  Warning,
} from "./audit.js";
import type { ParallelCalls, RuleName, Scope, SupportMode, TextMetric } from "./names.js";

export const OBJECTIVES = ["grpo", "gspo", "sapo"] as const;
/** A policy-gradient objective (SPEC section 8). */
export type Objective = (typeof OBJECTIVES)[number];

/** Sums of |coefficient| of the policy gradient over tokens, length-normalised by rollout (SPEC section 8). */
export interface GradientMass {
  readonly failingToolTurns: number | null;
  readonly failingTurns: number | null;
  readonly successes: number | null;
  /** Share of the policy tokens whose coefficient is clipped to 0; null without tokens. */
  readonly clippedShare: number | null;
  /** Why a sum is null. */
  readonly reason?: string;
}

/** Nearness to the log's true per-turn credit. Null values have a reason: a constant side has no correlation. */
export interface Truth {
  readonly turns: number;
  /** Share of turns whose sign is the true one; 0 agrees with 0. */
  readonly signAgreement: number;
  readonly pearson: number | null;
  readonly mse: number | null;
  /** Why there is no correlation, no error or no interval of one. */
  readonly reason?: string;
  /** 95 % intervals by the bootstrap of SPEC section 6; null where none can be given. */
  readonly ci95: {
    readonly signAgreement: readonly [number, number] | null;
    readonly pearson: readonly [number, number] | null;
    readonly mse: readonly [number, number] | null;
  };
}

/** Figures of a variant that have an interval. */
export type IntervalFigure = "correctedTrajectories" | "correctedActions" | "recoveredAdvantage";

/** One variant of an ablation (SPEC section 7). */
export interface VariantResult {
  readonly name: string;
  /** What the variant changes of the run's options. */
  readonly options: Conventions;
  readonly correctedTrajectories: Figure;
  readonly correctedActions: Figure;
  readonly recoveredAdvantage: Figure;
  /** 95 % intervals of these three by the bootstrap of SPEC section 6; null where none can be given. */
  readonly intervals: Readonly<Record<IntervalFigure, readonly [number, number] | null>>;
  /** Mean and largest `A' - A` over the turns of failing rollouts that hold a call; null without any. */
  readonly meanCorrection: number | null;
  readonly maxCorrection: number | null;
  readonly signFlips: number;
  readonly clampedToZero: number;
  /** Over all turns of all rollouts; null without any. */
  readonly meanAdvantage: number | null;
  readonly stdAdvantage: number | null;
  readonly objectives: Readonly<Record<Objective, { readonly before: GradientMass; readonly after: GradientMass }>>;
  readonly truth: Truth | null;
  /** What a looser gate costs: how many corrected calls failures make as often as successes. */
  readonly discrimination: Checks["discrimination"];
  /** Chance matches at the variant's theta. */
  readonly chanceMatches: Figure;
}

/** A condition on a figure, and whether it holds. An undefined figure fails. */
export interface GateResult {
  readonly expression: string;
  readonly value: number | null;
  readonly passed: boolean;
  /** One sentence for people: figure, expected, found, difference. */
  readonly message: string;
}

/** `ablate --json` (CONTRACT). */
export interface AblateResult {
  readonly schema: "tapo.ablation/1";
  readonly version: string;
  readonly conventions: Conventions;
  readonly inputs: readonly InputSummary[];
  readonly grouping: GroupingSummary;
  readonly funnel: Funnel;
  /** True where the log has log-probabilities; without them every ratio is 1 (the first on-policy update). */
  readonly loggedRatios: boolean;
  readonly variants: readonly VariantResult[];
  readonly gates: readonly GateResult[];
  readonly rejections: readonly RejectionSummary[];
  readonly warnings: readonly Warning[];
}

/** A variant to run: a name, and what it changes. */
export interface Variant {
  readonly name: string;
  readonly options: VariantOptions;
}

/** What a variant may change: everything that leaves rewards, groups and base advantages as they are. */
export interface VariantOptions {
  readonly theta?: number;
  readonly alphaMin?: number;
  readonly beta?: number;
  readonly clusterThreshold?: number;
  readonly textMetric?: TextMetric;
  readonly scope?: Scope;
  readonly parallelCalls?: ParallelCalls;
  readonly clamp?: boolean;
  readonly useSupport?: boolean;
  readonly contrast?: number | null;
  readonly support?: SupportMode;
  /** Another credit rule in place of TAPO: nothing is said of calls then. */
  readonly rule?: RuleName;
  /** False corrects nothing: the `base` variant. */
  readonly correct?: boolean;
  readonly withoutTools?: readonly string[];
}

/** What to ablate. */
export interface AblateRequest {
  /** Names picked; null: all standard ones. */
  readonly variants: readonly string[] | null;
  readonly extra: readonly Variant[];
  readonly sweeps: readonly Sweep[];
}

/** One option and the values that a sweep gives it. */
export interface Sweep {
  readonly option: "theta" | "alphaMin" | "beta" | "clusterThreshold";
  readonly values: readonly number[];
}
