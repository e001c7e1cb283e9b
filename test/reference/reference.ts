import { ablateGroups, toolsOf } from "./ablate.js";
import { interval, replicateWeights } from "./bootstrap.js";
import { answerConflicts, chanceMatches, determinism, discrimination } from "./checks.js";
import { creditLog, type GroupCredit, type MemberCredit, methodOf, tokenAdvantages } from "./credit.js";
import { groupRollouts } from "./groups.js";
import { canonical } from "./json.js";
import { compareIds } from "./order.js";
import { readRollout } from "./read.js";
import { makeSimilarity, type Similarity } from "./similarity.js";
import { addUp, callsOf, figure, groupStatistics, STATISTICS, type Statistics } from "./statistics.js";
import { DEFAULTS, type Group, type Json, type LogRecord, type Options } from "./types.js";

function load(records: readonly LogRecord[], given: Partial<Options>): { options: Options; groups: Group[] } {
  const options = { ...DEFAULTS, ...given };
  return {
    options,
    groups: groupRollouts(
      records.map((record, i) => readRollout(record, i, options)),
      options,
    ),
  };
}

/** The computed parts of `audit --json`. */
export function auditReference(records: readonly LogRecord[], given: Partial<Options>) {
  const { options, groups } = load(records, given);
  const { theta, seed, replicates } = options;
  const similarity = makeSimilarity(options);
  const credits = creditLog(groups, options, methodOf(options), similarity);
  const parts = credits.map((credit) => groupStatistics(credit, theta, similarity));
  const weights = replicateWeights(groups, seed, replicates);
  const withInterval = STATISTICS.map((name) => {
    const shares = parts.map((part) => part[name]);
    return [name, { ...figure(addUp(parts)[name]), ci95: interval(shares, weights) }] as const;
  });
  return {
    funnel: funnelOf(records.length, groups),
    statistics: Object.fromEntries(withInterval),
    byTool: toolsOf(groups).map((tool) => toolRow(tool, credits, theta, similarity)),
    byBatch: byBatch(groups, parts),
    thetaSweep: sweep(credits, similarity),
    checks: {
      chanceMatches: chanceMatches(credits, theta, similarity),
      answerConflicts: answerConflicts(credits),
      discrimination: discrimination(credits, theta, similarity),
      determinism: determinism(credits, theta, similarity),
    },
  };
}

function funnelOf(rows: number, groups: readonly Group[]) {
  const rollouts = groups.flatMap((group) => group.members.map((member) => member.rollout));
  const callsIn = (list: typeof rollouts) => list.flatMap((r) => r.turns.flatMap((turn) => turn.calls));
  const kept = callsIn(rollouts).filter((call) => !call.excluded);
  const failing = rollouts.filter((rollout) => !rollout.success);
  const rewards = groups.map((group) => group.members.map((member) => member.rollout.reward));
  return {
    rows,
    rejected: 0,
    rollouts: rollouts.length,
    successful: rollouts.length - failing.length,
    failing: failing.length,
    batches: new Set(groups.map((group) => canonical(group.batch))).size,
    groups: groups.length,
    singletonGroups: rewards.filter((list) => list.length === 1).length,
    groupsWithEqualRewards: rewards.filter((list) => list.length > 1 && list.every((reward) => reward === list[0]))
      .length,
    mixedGroups: groups.filter((group) => group.mixed).length,
    toolCalls: kept.length,
    failingToolCalls: callsIn(failing).filter((call) => !call.excluded).length,
    malformedToolCalls: kept.filter((call) => call.args === null).length,
    excludedToolCalls: callsIn(rollouts).length - kept.length,
  };
}

function toolRow(tool: string, credits: readonly GroupCredit[], theta: number, similarity: Similarity) {
  const sums = addUp(credits.map((credit) => groupStatistics(credit, theta, similarity, tool)));
  const members = credits.flatMap((credit) => credit.members);
  const count = (list: readonly MemberCredit[]) =>
    list.flatMap(callsOf).filter(({ call }) => call.tool === tool).length;
  return {
    tool,
    toolCalls: count(members),
    failingToolCalls: count(members.filter((member) => !member.member.rollout.success)),
    correctableActions: figure(sums.correctableActions),
    correctableActionsMixed: figure(sums.correctableActionsMixed),
    correctedActions: figure(sums.correctedActions),
    correctedActionsMixed: figure(sums.correctedActionsMixed),
  };
}

function byBatch(groups: readonly Group[], parts: readonly Statistics[]) {
  const batches = new Map<string, Json>();
  for (const group of groups) batches.set(canonical(group.batch), group.batch);
  return [...batches.values()].sort(compareIds).map((batch) => {
    const own = parts.filter((_, g) => canonical(groups[g]?.batch ?? null) === canonical(batch));
    const sums = addUp(own);
    const figures = STATISTICS.map((name) => [name, figure(sums[name])] as const);
    return { batch, groups: own.length, ...Object.fromEntries(figures) };
  });
}

const SWEEP = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0];

function sweep(credits: readonly GroupCredit[], similarity: Similarity) {
  return SWEEP.map((theta) => {
    const sums = addUp(credits.map((credit) => groupStatistics(credit, theta, similarity)));
    const { correctableTrajectories, correctableActions } = sums;
    return {
      theta,
      correctableTrajectories: figure(correctableTrajectories),
      correctableActions: figure(correctableActions),
    };
  });
}

/** The member `tapo` of `correct`, one for each record, in input order. */
export function correctReference(records: readonly LogRecord[], given: Partial<Options>) {
  const { options, groups } = load(records, given);
  const credits = creditLog(groups, options, methodOf(options), makeSimilarity(options));
  const rows = credits.flatMap(({ group, members }) => members.map((member) => ({ group, member })));
  rows.sort((a, b) => a.member.member.rollout.order - b.member.member.rollout.order);
  return rows.map(({ group, member }) => correctionOf(group, member, options));
}

function correctionOf(group: Group, credit: MemberCredit, options: Options) {
  const { rollout, advantage } = credit.member;
  const values = tokenAdvantages(credit, options);
  return {
    schema: "tapo.correction/1",
    batch: group.batch,
    group: group.id,
    rollout: rollout.id,
    reward: rollout.reward,
    success: rollout.success,
    advantage,
    turns: credit.turns.map((turn, n) => {
      const tokens = rollout.turns[n]?.tokens ?? null;
      return {
        turn: n,
        base: turn.base,
        advantage: turn.advantage,
        ...(tokens === null ? {} : { tokens: [...tokens] }),
        calls: turn.calls.map((call, c) => ({
          call: c,
          tool: call.call.tool,
          corrected: call.corrected,
          similarity: call.similarity,
          support: call.support,
          confidence: call.confidence,
          referenceAdvantage: call.referenceAdvantage,
          transfer: call.transfer,
          witness: witnessOf(call.witness),
          ...(call.reason === undefined ? {} : { reason: call.reason }),
        })),
      };
    }),
    ...(values === null ? {} : { tokenAdvantages: values }),
  };
}

function witnessOf(witness: MemberCredit["turns"][number]["calls"][number]["witness"]) {
  if (witness === null) return null;
  const { path, row } = witness.member.rollout;
  return { path, row, turn: witness.turn, call: witness.index };
}

/** The computed parts of `ablate --json`. */
export function ablateReference(records: readonly LogRecord[], given: Partial<Options>) {
  const { options, groups } = load(records, given);
  return { funnel: funnelOf(records.length, groups), variants: ablateGroups(groups, options) };
}
