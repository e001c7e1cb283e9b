import type { Id } from "./id.js";

/** A share with what it is a share of. `value` is null, with a reason, where the denominator is 0. */
export interface Figure {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
  readonly reason?: string;
}

/** A figure with its 95 % interval; null with a reason where none can be given (SPEC section 6). */
export interface FigureWithInterval extends Figure {
  readonly ci95: readonly [number, number] | null;
}

export const STATISTICS = [
  "correctableTrajectories",
  "correctableTrajectoriesMixed",
  "correctableActions",
  "correctableActionsMixed",
  "correctedTrajectories",
  "correctedTrajectoriesMixed",
  "correctedActions",
  "correctedActionsMixed",
  "misassignedGradientMass",
  "recoveredAdvantage",
] as const;
export type StatisticName = (typeof STATISTICS)[number];

export interface Funnel {
  readonly rows: number;
  readonly rejected: number;
  readonly rollouts: number;
  readonly successful: number;
  readonly failing: number;
  readonly batches: number;
  readonly groups: number;
  readonly singletonGroups: number;
  readonly groupsWithEqualRewards: number;
  readonly mixedGroups: number;
  readonly toolCalls: number;
  readonly failingToolCalls: number;
  readonly malformedToolCalls: number;
  readonly excludedToolCalls: number;
}

export interface ToolRow {
  readonly tool: string;
  readonly toolCalls: number;
  readonly failingToolCalls: number;
  readonly correctableActions: Figure;
  readonly correctableActionsMixed: Figure;
  readonly correctedActions: Figure;
  readonly correctedActionsMixed: Figure;
}

export interface BatchRow extends Readonly<Record<StatisticName, Figure>> {
  readonly batch: Id;
  readonly groups: number;
}

export interface ThetaRow {
  readonly theta: number;
  readonly correctableTrajectories: Figure;
  readonly correctableActions: Figure;
}

export interface DeterminismRow {
  readonly tool: string;
  readonly matchedPairs: number;
  readonly matchedEqual: number | null;
  readonly matchedMeanJaccard: number | null;
  readonly unmatchedPairs: number;
  readonly unmatchedEqual: number | null;
  readonly unmatchedMeanJaccard: number | null;
}

export interface Checks {
  readonly chanceMatches: Figure;
  readonly answerConflicts: Figure;
  readonly discrimination: {
    readonly correctedActions: number;
    readonly negative: number;
    readonly zero: number;
    readonly positive: number;
    readonly noOtherFailure: number;
  };
  readonly determinism: readonly DeterminismRow[];
}

export interface Warning {
  readonly code: string;
  readonly message: string;
}

export interface InputSummary {
  readonly path: string;
  readonly format: string;
  readonly dialect: string;
  readonly rows: number;
}

export interface RejectionSummary {
  readonly reason: string;
  readonly count: number;
  readonly first: { readonly path: string; readonly row: number };
}

/** Values of the options in force, under their names in camel case. */
export type Conventions = Readonly<Record<string, unknown>>;

/** `audit --json` (CONTRACT). */
export interface AuditResult {
  readonly schema: "tapo.audit/1";
  readonly version: string;
  readonly conventions: Conventions;
  readonly inputs: readonly InputSummary[];
  readonly grouping: GroupingSummary;
  readonly funnel: Funnel;
  readonly statistics: Readonly<Record<StatisticName, FigureWithInterval>>;
  readonly byTool: readonly ToolRow[];
  readonly byBatch: readonly BatchRow[];
  readonly thetaSweep: readonly ThetaRow[];
  readonly checks: Checks;
  readonly rejections: readonly RejectionSummary[];
  readonly warnings: readonly Warning[];
}

/** How groups were found, for people and for scripts. */
export interface GroupingSummary {
  /** `declared`: the log's ids; `prompt`: equal batch, prompt and ground truth; `runs`: consecutive runs of n rows. */
  readonly method: "declared" | "prompt" | "runs";
  /** One plain sentence. */
  readonly message: string;
  /** How the groups compare with advantages that the log carries; null where it carries none. */
  readonly loggedAdvantages: string | null;
}
