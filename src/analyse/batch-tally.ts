import type { Batch } from "../model/compact.js";
import type { Id } from "../model/id.js";
import type { Bootstrap } from "./bootstrap.js";
import type { Share } from "./chance-matches.js";
import { COLUMNS } from "./columns.js";
import { type DeterminismTally, emptyDeterminism } from "./determinism.js";
import { DISCRIMINATION_KEYS, type DiscriminationTally } from "./discrimination.js";
import type { GroupAudit } from "./group-audit.js";
import { SWEEP_THETAS, type ToolTally } from "./group-tally.js";

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

/** Sums a batch's groups in their order, and adds each to the bootstrap. */
export function tallyBatch(
  batch: Pick<Batch, "id">,
  groups: Iterable<{ readonly id: Id; readonly audit: GroupAudit }>,
  bootstrap: Bootstrap,
): BatchTally {
  const tally = emptyTally(batch.id);
  for (const { id, audit } of groups) {
    addGroup(tally, audit);
    bootstrap.addGroup(batch.id, id, audit.sums);
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

function addGroup(tally: BatchTally, audit: GroupAudit): void {
  tally.groups++;
  if (audit.rollouts === 1) tally.singletonGroups++;
  if (audit.equalRewards) tally.groupsWithEqualRewards++;
  if (audit.mixed) tally.mixedGroups++;
  tally.rollouts += audit.rollouts;
  tally.successful += audit.successful;
  tally.toolCalls += audit.toolCalls;
  tally.malformed += audit.malformed;
  tally.excluded += audit.excluded;
  addInto(tally.sums, audit.sums);
  addInto(tally.sweepTrajectories, audit.sweepTrajectories);
  addInto(tally.sweepActions, audit.sweepActions);
  addTools(tally.tools, audit.tools);
  addShare(tally.chance, audit.chance);
  addShare(tally.answers, audit.answers);
  for (const key of DISCRIMINATION_KEYS) tally.discrimination[key] += audit.discrimination[key];
  addDeterminism(tally.determinism, audit.determinism);
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

/** Adds a share's counts to another's. */
export function addShare(share: Share, added: Share): void {
  share.numerator += added.numerator;
  share.denominator += added.denominator;
}

function addDeterminism(tools: Map<string, DeterminismTally>, added: ReadonlyMap<string, DeterminismTally>): void {
  for (const [tool, tally] of added) {
    const known = tools.get(tool) ?? emptyDeterminism();
    tools.set(tool, known);
    for (const side of ["matched", "unmatched"] as const) {
      known[side].pairs += tally[side].pairs;
      known[side].equal += tally[side].equal;
      known[side].jaccard += tally[side].jaccard;
    }
  }
}
