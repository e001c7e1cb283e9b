import { compareIds, idKey } from "../json/id.js";
import type { GroupingSummary, Warning } from "../model/audit.js";
import type { Batch, CompactRollout, Group } from "../model/compact.js";
import type { GroupingFacts } from "../model/grouping-facts.js";
import { allEqual } from "../stats/outcome-advantage.js";
import { type BaseConventions, baseAdvantages } from "./base-advantage.js";
import { findGroups } from "./find-groups.js";
import type { KeyedGroup } from "./keys.js";

export interface Grouping {
  /** In the order of SPEC section 1: numbers, strings, the missing one. */
  readonly batches: readonly Batch[];
  readonly summary: GroupingSummary;
  readonly warnings: readonly Warning[];
  readonly facts: GroupingFacts;
}

/** Rollouts in input order -> batches of groups with base advantages (SPEC sections 1 and 2). `part`: they are a part of a log. */
export function groupRollouts(
  rollouts: readonly CompactRollout[],
  conventions: BaseConventions,
  byUser: boolean,
  part = false,
): Grouping {
  const { groups, summary, warnings, facts } = findGroups(rollouts, byUser, part);
  const batches = new Map<string, { id: Batch["id"]; groups: Group[] }>();
  for (const keyed of groups) {
    const key = idKey(keyed.batch);
    const batch = batches.get(key) ?? { id: keyed.batch, groups: [] };
    batches.set(key, batch);
    batch.groups.push(finishGroup(keyed, conventions));
  }
  const ordered = [...batches.values()].sort((a, b) => compareIds(a.id, b.id));
  return { batches: ordered, summary, warnings, facts };
}

function finishGroup({ batch, id, rollouts }: KeyedGroup, conventions: BaseConventions): Group {
  const rewards = rollouts.map(({ reward }) => reward);
  const logged = rollouts.map(({ loggedAdvantage }) => loggedAdvantage);
  const successes = rollouts.filter(({ successful }) => successful).length;
  return {
    batch,
    id,
    rollouts,
    advantages: baseAdvantages(rewards, logged, conventions),
    mixed: successes > 0 && successes < rollouts.length,
    equalRewards: allEqual(rewards),
  };
}
