import type { Id } from "./id.js";
import type { Place } from "./place.js";

/**
 * What the decisions about a log's groups, and the sentences about them, depend on. Facts of parts of a log that hold
 * whole batches add up to the facts of the log (`group/merge-facts.ts`): the size is bounded by distinct group sizes.
 */
export interface GroupingFacts {
  readonly rollouts: number;
  /** Rollouts that declare no group. */
  readonly undeclared: number;
  /** Whether one declared id stands for different prompts. */
  readonly promptsConflict: boolean;
  /** Rollouts without a ground truth. */
  readonly truthless: number;
  /** Rollouts without a logged advantage. */
  readonly unlogged: number;
  /** Distinct scopes that group ids are numbered anew in; empty where the format has none. */
  readonly scopes: readonly (string | null)[];
  /** Groups before runs are looked for. */
  readonly groups: number;
  /** By size of the groups, in order of the first group of the size. */
  readonly sizes: readonly SizeFact[];
  /** Groups of 2 or more that each formula of logged advantages explains, and the first that it does not. */
  readonly formulas: readonly FormulaFact[];
  /** Runs of consecutive rows; null where they were not looked for. */
  readonly runs: RunFacts | null;
}

export interface SizeFact {
  readonly size: number;
  readonly count: number;
  /** The first group of this size. */
  readonly first: Place;
  readonly id: Id;
}

export interface FormulaFact {
  readonly agreeing: number;
  readonly disagreement: Disagreement | null;
}

/** A logged advantage that is not what a formula gives. */
export interface Disagreement {
  /** First rollout of the group. */
  readonly group: Place;
  readonly place: Place;
  readonly logged: number;
  readonly expected: number;
}

/** How runs of each size explain the logged advantages. */
export interface RunFacts {
  /** Whether rows of one stretch have others between them, which a part of a log does not see. */
  readonly interrupted: boolean;
  /** From size 2 on; the last is that of the longest stretch. */
  readonly sizes: readonly RunSizeFact[];
  /** Runs that the log cut off, for the size that these facts alone decide on. */
  readonly cutOff: readonly { readonly first: Place; readonly id: Id; readonly size: number }[];
}

export interface RunSizeFact {
  readonly size: number;
  readonly runs: number;
  readonly complete: number;
  /** Complete runs with an advantage other than 0. */
  readonly telling: number;
  /** Whether each formula explains every complete run. */
  readonly formulas: readonly boolean[];
}
