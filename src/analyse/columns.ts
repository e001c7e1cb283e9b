import type { StatisticName } from "../model/audit.js";

/** What is summed over groups for the statistics of SPEC section 6. */
export const COLUMNS = [
  "failing",
  "failingMixed",
  "correctable",
  "corrected",
  "failingCalls",
  "failingCallsMixed",
  "correctableCalls",
  "correctedCalls",
  "misassignedMass",
  "callMass",
  "recovered",
  "turnMass",
] as const;
export type Column = (typeof COLUMNS)[number];

/** Position of each column in a group's row of sums. */
export const COLUMN_INDEX = Object.fromEntries(COLUMNS.map((name, index) => [name, index])) as Record<Column, number>;

/** Columns from here on hold real numbers, the ones before counts: only these need exact sums. */
export const FIRST_REAL_COLUMN = COLUMN_INDEX.misassignedMass;

interface Ratio {
  readonly numerator: Column;
  readonly denominator: Column;
  /** Said where the denominator is 0. */
  readonly empty: string;
}

/**
 * Numerator and denominator of every statistic (SPEC section 6). A correctable call has a success in its own group, so
 * the numerators for mixed groups are those of all groups.
 */
export const RATIOS = {
  correctableTrajectories: { numerator: "correctable", denominator: "failing", empty: "no failing rollouts" },
  correctableTrajectoriesMixed: {
    numerator: "correctable",
    denominator: "failingMixed",
    empty: "no failing rollouts in mixed groups",
  },
  correctableActions: {
    numerator: "correctableCalls",
    denominator: "failingCalls",
    empty: "no tool calls in failing rollouts",
  },
  correctableActionsMixed: {
    numerator: "correctableCalls",
    denominator: "failingCallsMixed",
    empty: "no tool calls in failing rollouts of mixed groups",
  },
  correctedTrajectories: { numerator: "corrected", denominator: "failing", empty: "no failing rollouts" },
  correctedTrajectoriesMixed: {
    numerator: "corrected",
    denominator: "failingMixed",
    empty: "no failing rollouts in mixed groups",
  },
  correctedActions: {
    numerator: "correctedCalls",
    denominator: "failingCalls",
    empty: "no tool calls in failing rollouts",
  },
  correctedActionsMixed: {
    numerator: "correctedCalls",
    denominator: "failingCallsMixed",
    empty: "no tool calls in failing rollouts of mixed groups",
  },
  misassignedGradientMass: {
    numerator: "misassignedMass",
    denominator: "callMass",
    empty: "no advantage on tool calls of failing rollouts",
  },
  recoveredAdvantage: {
    numerator: "recovered",
    denominator: "turnMass",
    empty: "no advantage on tool turns of failing rollouts",
  },
} satisfies Record<StatisticName, Ratio>;
