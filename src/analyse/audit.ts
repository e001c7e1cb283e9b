import { compareIds } from "../json/id.js";
import type {
  AuditResult,
  BatchRow,
  Checks,
  FigureWithInterval,
  Funnel,
  StatisticName,
  ThetaRow,
  ToolRow,
} from "../model/audit.js";
import { STATISTICS } from "../model/audit.js";
import type { Batch, Group } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";
import type { MethodOptions } from "../model/options.js";
import { ExactSum } from "../stats/exact-sum.js";
import { BatchMatching } from "./batch-matching.js";
import { addInto, addShare, addTools, type BatchTally, tallyBatch } from "./batch-tally.js";
import { Bootstrap } from "./bootstrap.js";
import { nextOfOtherPrompt } from "./chance-matches.js";
import { COLUMN_INDEX, COLUMNS, RATIOS } from "./columns.js";
import type { DeterminismTally } from "./determinism.js";
import { DISCRIMINATION_KEYS } from "./discrimination.js";
import { figure } from "./figure.js";
import { auditGroup } from "./group-audit.js";
import { SWEEP_THETAS, type ToolTally } from "./group-tally.js";

/** The part of an audit that follows from the groups alone. */
export type AuditFigures = Pick<AuditResult, "statistics" | "byTool" | "byBatch" | "thetaSweep" | "checks"> & {
  readonly funnel: Omit<Funnel, "rows" | "rejected">;
};

/** The misassignment statistics of SPEC section 6. `onCredits` sees every group's credits as they are made. */
export function auditBatches(
  batches: readonly Batch[],
  options: MethodOptions,
  onCredits: (group: Group, credits: readonly RolloutCredit[]) => void = () => {},
): AuditFigures {
  const bootstrap = new Bootstrap(options.seed, options.replicates);
  return summarise(tallyBatches(batches, options, bootstrap, onCredits), bootstrap);
}

/** The sums of each batch, added to the bootstrap as they are made. */
export function tallyBatches(
  batches: readonly Batch[],
  options: MethodOptions,
  bootstrap: Bootstrap,
  onCredits: (group: Group, credits: readonly RolloutCredit[]) => void = () => {},
): BatchTally[] {
  return batches.map((batch) => tallyBatch(batch, auditedGroups(batch, options, onCredits), bootstrap));
}

/** Audits a batch's groups one after the other. */
function* auditedGroups(
  batch: Batch,
  options: MethodOptions,
  onCredits: (group: Group, credits: readonly RolloutCredit[]) => void,
) {
  const matching = new BatchMatching(batch, options);
  const others = nextOfOtherPrompt(batch.groups);
  for (const group of batch.groups) {
    const { audit, credits } = auditGroup(group, others.get(group) ?? null, matching, options);
    onCredits(group, credits);
    yield { id: group.id, audit };
  }
}

/** Tallies of all batches and the bootstrap -> the figures. Sums over batches are exact, so their order does not matter. */
export function summarise(tallies: readonly BatchTally[], bootstrap: Bootstrap): AuditFigures {
  const sums = exactTotals(tallies);
  const tools = new Map<string, ToolTally>();
  const sweepTrajectories = new Float64Array(SWEEP_THETAS.length);
  const sweepActions = new Float64Array(SWEEP_THETAS.length);
  for (const tally of tallies) {
    addTools(tools, tally.tools);
    addInto(sweepTrajectories, tally.sweepTrajectories);
    addInto(sweepActions, tally.sweepActions);
  }
  return {
    funnel: funnelOf(tallies, sums),
    statistics: statisticsOf(sums, bootstrap),
    byTool: [...tools].sort(([a], [b]) => (a < b ? -1 : 1)).map(([tool, tally]) => toolRow(tool, tally)),
    byBatch: [...tallies].sort((a, b) => compareIds(a.batch, b.batch)).map(batchRow),
    thetaSweep: SWEEP_THETAS.map((theta, i) => thetaRow(theta, i, sums, sweepTrajectories, sweepActions)),
    checks: checksOf(tallies),
  };
}

function exactTotals(tallies: readonly BatchTally[]): Float64Array {
  const exact = COLUMNS.map(() => new ExactSum());
  for (const tally of tallies) for (const [c, sum] of exact.entries()) sum.add(tally.sums[c] ?? 0);
  return Float64Array.from(exact, (sum) => sum.value());
}

function funnelOf(tallies: readonly BatchTally[], sums: Float64Array): AuditFigures["funnel"] {
  const total = (pick: (tally: BatchTally) => number) => tallies.reduce((sum, tally) => sum + pick(tally), 0);
  return {
    rollouts: total((tally) => tally.rollouts),
    successful: total((tally) => tally.successful),
    failing: total((tally) => tally.rollouts - tally.successful),
    batches: tallies.length,
    groups: total((tally) => tally.groups),
    singletonGroups: total((tally) => tally.singletonGroups),
    groupsWithEqualRewards: total((tally) => tally.groupsWithEqualRewards),
    mixedGroups: total((tally) => tally.mixedGroups),
    toolCalls: total((tally) => tally.toolCalls),
    failingToolCalls: sums[COLUMN_INDEX.failingCalls] ?? 0,
    malformedToolCalls: total((tally) => tally.malformed),
    excludedToolCalls: total((tally) => tally.excluded),
  };
}

function statisticsOf(sums: Float64Array, bootstrap: Bootstrap): AuditResult["statistics"] {
  return perStatistic(
    (name): FigureWithInterval => ({ ...statistic(name, sums), ...intervalOf(name, sums, bootstrap) }),
  );
}

/** A null interval of a null figure has the figure's reason. */
function intervalOf(name: StatisticName, sums: Float64Array, bootstrap: Bootstrap) {
  return statistic(name, sums).value === null ? { ci95: null } : bootstrap.interval(name);
}

function statistic(name: StatisticName, sums: Float64Array) {
  const { numerator, denominator, empty } = RATIOS[name];
  return figure(sums[COLUMN_INDEX[numerator]] ?? 0, sums[COLUMN_INDEX[denominator]] ?? 0, empty);
}

function perStatistic<T>(make: (name: StatisticName) => T): Record<StatisticName, T> {
  return Object.fromEntries(STATISTICS.map((name) => [name, make(name)])) as Record<StatisticName, T>;
}

function batchRow(tally: BatchTally): BatchRow {
  return { batch: tally.batch, groups: tally.groups, ...perStatistic((name) => statistic(name, tally.sums)) };
}

function toolRow(tool: string, tally: ToolTally): ToolRow {
  const all = "no calls of the tool in failing rollouts";
  const mixed = "no calls of the tool in failing rollouts of mixed groups";
  return {
    tool,
    toolCalls: tally.toolCalls,
    failingToolCalls: tally.failingToolCalls,
    correctableActions: figure(tally.correctable, tally.failingToolCalls, all),
    correctableActionsMixed: figure(tally.correctable, tally.failingMixed, mixed),
    correctedActions: figure(tally.corrected, tally.failingToolCalls, all),
    correctedActionsMixed: figure(tally.corrected, tally.failingMixed, mixed),
  };
}

function thetaRow(
  theta: number,
  i: number,
  sums: Float64Array,
  trajectories: Float64Array,
  actions: Float64Array,
): ThetaRow {
  const { correctableTrajectories: t, correctableActions: a } = RATIOS;
  return {
    theta,
    correctableTrajectories: figure(trajectories[i] ?? 0, sums[COLUMN_INDEX[t.denominator]] ?? 0, t.empty),
    correctableActions: figure(actions[i] ?? 0, sums[COLUMN_INDEX[a.denominator]] ?? 0, a.empty),
  };
}

function checksOf(tallies: readonly BatchTally[]): Checks {
  const chance = { numerator: 0, denominator: 0 };
  const answers = { numerator: 0, denominator: 0 };
  const discrimination = { correctedActions: 0, negative: 0, zero: 0, positive: 0, noOtherFailure: 0 };
  for (const tally of tallies) {
    addShare(chance, tally.chance);
    addShare(answers, tally.answers);
    for (const key of DISCRIMINATION_KEYS) discrimination[key] += tally.discrimination[key];
  }
  return {
    chanceMatches: figure(
      chance.numerator,
      chance.denominator,
      "no tool calls of failing rollouts in a mixed group with another mixed group of a different prompt in its batch",
    ),
    answerConflicts: figure(
      answers.numerator,
      answers.denominator,
      "no failing rollout of a mixed group has a final answer",
    ),
    discrimination,
    determinism: determinismRows(tallies),
  };
}

function determinismRows(tallies: readonly BatchTally[]): Checks["determinism"] {
  const tools = new Set(tallies.flatMap(({ determinism }) => [...determinism.keys()]));
  return [...tools].sort().map((tool) => {
    const ofTool = tallies.flatMap(({ determinism }) => determinism.get(tool) ?? []);
    const matched = totalPairs(ofTool, "matched");
    const unmatched = totalPairs(ofTool, "unmatched");
    return {
      tool,
      matchedPairs: matched.pairs,
      matchedEqual: matched.equal,
      matchedMeanJaccard: matched.jaccard,
      unmatchedPairs: unmatched.pairs,
      unmatchedEqual: unmatched.equal,
      unmatchedMeanJaccard: unmatched.jaccard,
    };
  });
}

function totalPairs(tallies: readonly DeterminismTally[], side: "matched" | "unmatched") {
  let pairs = 0;
  let equal = 0;
  const jaccard = new ExactSum();
  for (const tally of tallies) {
    pairs += tally[side].pairs;
    equal += tally[side].equal;
    jaccard.add(tally[side].jaccard);
  }
  if (pairs === 0) return { pairs, equal: null, jaccard: null };
  return { pairs, equal: equal / pairs, jaccard: jaccard.value() / pairs };
}
