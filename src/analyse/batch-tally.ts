import type { Match } from "../match/matcher.js";
import type { Batch, CompactCall, Group } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";
import type { Id } from "../model/id.js";
import type { MethodOptions } from "../model/options.js";
import { answerConflicts } from "./answer-conflicts.js";
import { BatchMatching, clusterThreshold, creditWith } from "./batch-matching.js";
import type { Bootstrap } from "./bootstrap.js";
import { chanceMatches, nextOfOtherPrompt, type Share } from "./chance-matches.js";
import { COLUMNS } from "./columns.js";
import { type DeterminismTally, tallyDeterminism } from "./determinism.js";
import { type DiscriminationTally, tallyDiscrimination } from "./discrimination.js";
import { type GroupTally, SWEEP_THETAS, type ToolTally, tallyGroup } from "./group-tally.js";

/** Everything that is summed over the groups of one batch. Real sums are in input order of the groups. */
export interface BatchTally {
  readonly batch: Id;
  groups: number;
  singletonGroups: number;
  groupsWithEqualRewards: number;
  mixedGroups: number;
  rollouts: number;
  successful: number;
  toolCalls: number;
  malformed: number;
  excluded: number;
  readonly sums: Float64Array;
  readonly sweepTrajectories: Float64Array;
  readonly sweepActions: Float64Array;
  readonly tools: Map<string, ToolTally>;
  readonly chance: Share;
  readonly answers: Share;
  readonly discrimination: DiscriminationTally;
  readonly determinism: Map<string, DeterminismTally>;
}

/** Sums a batch's groups, and adds each group to the bootstrap. `onCredits` sees every group's credits as they are made. */
export function tallyBatch(
  batch: Batch,
  options: MethodOptions,
  bootstrap: Bootstrap,
  onCredits: (group: Group, credits: readonly RolloutCredit[]) => void,
): BatchTally {
  const tally = emptyTally(batch.id);
  const matching = new BatchMatching(batch, options);
  const others = nextOfOtherPrompt(batch.groups);
  for (const group of batch.groups) {
    const credits = creditWith(matching, group, options);
    const own = matching.ownMatcher(group);
    const groupTally = tallyGroup(group, credits, own, options.theta);
    addGroup(tally, group, groupTally);
    bootstrap.addGroup(group.batch, group.id, groupTally.sums);
    if (group.mixed) addChecks(tally, group, credits, matching, options, others.get(group) ?? null);
    onCredits(group, credits);
  }
  bootstrap.endBatch();
  return tally;
}

function emptyTally(batch: Id): BatchTally {
  return {
    batch,
    groups: 0,
    singletonGroups: 0,
    groupsWithEqualRewards: 0,
    mixedGroups: 0,
    rollouts: 0,
    successful: 0,
    toolCalls: 0,
    malformed: 0,
    excluded: 0,
    sums: new Float64Array(COLUMNS.length),
    sweepTrajectories: new Float64Array(SWEEP_THETAS.length),
    sweepActions: new Float64Array(SWEEP_THETAS.length),
    tools: new Map(),
    chance: { numerator: 0, denominator: 0 },
    answers: { numerator: 0, denominator: 0 },
    discrimination: { correctedActions: 0, negative: 0, zero: 0, positive: 0, noOtherFailure: 0 },
    determinism: new Map(),
  };
}

function addGroup(tally: BatchTally, group: Group, added: GroupTally): void {
  tally.groups++;
  if (group.rollouts.length === 1) tally.singletonGroups++;
  if (group.equalRewards) tally.groupsWithEqualRewards++;
  if (group.mixed) tally.mixedGroups++;
  tally.rollouts += added.rollouts;
  tally.successful += added.successful;
  tally.toolCalls += added.toolCalls;
  tally.malformed += added.malformed;
  tally.excluded += added.excluded;
  addInto(tally.sums, added.sums);
  addInto(tally.sweepTrajectories, added.sweepTrajectories);
  addInto(tally.sweepActions, added.sweepActions);
  addTools(tally.tools, added.tools);
}

/** Adds a list of numbers to another, place by place. */
export function addInto(sums: Float64Array, added: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (added[i] ?? 0);
}

/** Adds the counts of tools to others, tool by tool. */
export function addTools(tools: Map<string, ToolTally>, added: ReadonlyMap<string, ToolTally>): void {
  for (const [name, counts] of added) {
    const known = tools.get(name);
    if (known === undefined) {
      tools.set(name, { ...counts });
      continue;
    }
    known.toolCalls += counts.toolCalls;
    known.failingToolCalls += counts.failingToolCalls;
    known.failingMixed += counts.failingMixed;
    known.correctable += counts.correctable;
    known.corrected += counts.corrected;
  }
}

function addChecks(
  tally: BatchTally,
  group: Group,
  credits: readonly RolloutCredit[],
  matching: BatchMatching,
  options: MethodOptions,
  other: Group | null,
): void {
  const matchOf: (call: CompactCall) => Match | null = matching.matchOf(group, clusterThreshold(options));
  tallyDiscrimination(group, credits, matchOf, options.theta, tally.discrimination);
  tallyDeterminism(group, matching.ownMatcher(group), matchOf, options.theta, tally.determinism);
  addShare(tally.answers, answerConflicts(group));
  if (other !== null) addShare(tally.chance, chanceMatches(group, other, matching, options.theta));
}

/** Adds a share's counts to another's. */
export function addShare(share: Share, added: Share): void {
  share.numerator += added.numerator;
  share.denominator += added.denominator;
}
