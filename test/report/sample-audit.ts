import type { AuditResult, Figure, FigureWithInterval } from "../../src/model/audit.js";

const figure = (numerator: number, denominator: number): Figure => ({
  numerator,
  denominator,
  value: numerator / denominator,
});

const withInterval = (numerator: number, denominator: number, low: number, high: number): FigureWithInterval => ({
  ...figure(numerator, denominator),
  ci95: [low, high],
});

const undefinedFigure = (reason: string): FigureWithInterval => ({
  numerator: 0,
  denominator: 0,
  value: null,
  reason,
  ci95: null,
});

const tool = (name: string, calls: number) => ({
  tool: name,
  toolCalls: calls,
  failingToolCalls: calls / 2,
  correctableActions: figure(calls / 4, calls / 2),
  correctableActionsMixed: figure(calls / 4, calls / 3),
  correctedActions: figure(calls / 8, calls / 2),
  correctedActionsMixed: figure(calls / 8, calls / 3),
});

const statistics: AuditResult["statistics"] = {
  correctableTrajectories: withInterval(213, 407, 0.481, 0.56),
  correctableTrajectoriesMixed: withInterval(213, 300, 0.65, 0.761),
  correctableActions: withInterval(480, 1256, 0.33, 0.441),
  correctableActionsMixed: withInterval(480, 960, 0.44, 0.56),
  correctedTrajectories: withInterval(150, 407, 0.3, 0.42),
  correctedTrajectoriesMixed: withInterval(150, 300, 0.44, 0.56),
  correctedActions: withInterval(312, 1256, 0.2, 0.29),
  correctedActionsMixed: withInterval(312, 960, 0.28, 0.37),
  misassignedGradientMass: withInterval(401.25, 1003.5, 0.36, 0.44),
  recoveredAdvantage: withInterval(210.125, 1003.5, 0.18, 0.24),
};

/** A result made by hand: every section of a report has something to say. */
export const SAMPLE_AUDIT: AuditResult = {
  schema: "tapo.audit/1",
  version: "0.1.0",
  conventions: {
    estimator: "grpo",
    ddof: 1,
    eps: 1e-6,
    singleton: "zero",
    successField: null,
    successThreshold: 0.5,
    theta: 0.6,
    alphaMin: 0.25,
    beta: 0.8,
    clusterThreshold: 0.6,
    textMetric: "jaccard",
    scope: "group",
    parallelCalls: "mean",
    excludeTools: ["answer", "submit"],
    includeTools: [],
    seed: 0,
    replicates: 1000,
  },
  inputs: [
    { path: "logs/1.jsonl", format: "jsonl", dialect: "verl", rows: 515 },
    { path: "logs/2.jsonl", format: "jsonl", dialect: "verl", rows: 515 },
  ],
  grouping: {
    method: "prompt",
    message: "No group id in this log: rollouts with equal batch, prompt and ground truth are one group.",
    loggedAdvantages: null,
  },
  funnel: {
    rows: 1030,
    rejected: 6,
    rollouts: 1024,
    successful: 617,
    failing: 407,
    batches: 2,
    groups: 128,
    singletonGroups: 1,
    groupsWithEqualRewards: 30,
    mixedGroups: 97,
    toolCalls: 3021,
    failingToolCalls: 1256,
    malformedToolCalls: 12,
    excludedToolCalls: 900,
  },
  statistics,
  byTool: [tool("open_page", 240), tool("search", 2400), tool("évil\u001b[31m|tool\u202e", 24)],
  byBatch: [
    { batch: 1, groups: 64, ...statistics },
    { batch: "late", groups: 64, ...statistics },
  ],
  thetaSweep: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((theta) => ({
    theta,
    correctableTrajectories: figure(Math.round(400 * (1.1 - theta)), 407),
    correctableActions: figure(Math.round(900 * (1.1 - theta)), 1256),
  })),
  checks: {
    chanceMatches: figure(60, 960),
    answerConflicts: figure(90, 280),
    discrimination: { correctedActions: 312, negative: 20, zero: 100, positive: 150, noOtherFailure: 42 },
    determinism: [
      {
        tool: "search",
        matchedPairs: 400,
        matchedEqual: 0.71,
        matchedMeanJaccard: 0.92,
        unmatchedPairs: 2000,
        unmatchedEqual: 0.01,
        unmatchedMeanJaccard: 0.11,
      },
      {
        tool: "open_page",
        matchedPairs: 0,
        matchedEqual: null,
        matchedMeanJaccard: null,
        unmatchedPairs: 10,
        unmatchedEqual: 0,
        unmatchedMeanJaccard: 0.2,
      },
    ],
  },
  rejections: [{ reason: "reward is null", count: 6, first: { path: "logs/1.jsonl", row: 17 } }],
  warnings: [
    { code: "few-mixed-groups", message: "Only 97 of 128 groups are mixed: most of the log has no gradient." },
  ],
};

/** A log with nothing to say: every figure undefined. */
export const EMPTY_AUDIT: AuditResult = {
  ...SAMPLE_AUDIT,
  statistics: Object.fromEntries(
    Object.keys(statistics).map((name) => [name, undefinedFigure("no failing rollouts")]),
  ) as unknown as AuditResult["statistics"],
  byTool: [],
  byBatch: [],
  thetaSweep: [{ theta: 0.3, correctableTrajectories: undefinedFigure("x"), correctableActions: undefinedFigure("x") }],
  checks: {
    chanceMatches: undefinedFigure("no two mixed groups of different prompts"),
    answerConflicts: undefinedFigure("no final answers"),
    discrimination: { correctedActions: 0, negative: 0, zero: 0, positive: 0, noOtherFailure: 0 },
    determinism: [],
  },
  rejections: [],
  warnings: [],
};
