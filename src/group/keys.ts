import { idKey } from "../json/id.js";
import type { CompactRollout } from "../model/compact.js";
import type { Id } from "../model/id.js";

/** A rollout's group before advantages: the key that rollouts share, and the id that reports show. */
export interface KeyedGroup {
  readonly batch: Id;
  readonly id: Id;
  readonly rollouts: CompactRollout[];
}

/** Collects rollouts under a key, in input order of the groups' first rollouts. Keys never meet across batches. */
export function collectGroups(
  rollouts: readonly CompactRollout[],
  keyOf: (rollout: CompactRollout) => { key: string; id: Id },
): KeyedGroup[] {
  const byBatch = new Map<string, Map<string, KeyedGroup>>();
  const groups: KeyedGroup[] = [];
  for (const rollout of rollouts) {
    const batchKey = idKey(rollout.batch);
    const inBatch = byBatch.get(batchKey) ?? new Map<string, KeyedGroup>();
    byBatch.set(batchKey, inBatch);
    const { key, id } = keyOf(rollout);
    const group = inBatch.get(key);
    if (group !== undefined) {
      group.rollouts.push(rollout);
      continue;
    }
    const created = { batch: rollout.batch, id, rollouts: [rollout] };
    inBatch.set(key, created);
    groups.push(created);
  }
  return groups;
}

/** Groups by the ids that the log declares. Where one id stands in several files of different runs, the file is part of the id. */
export function declaredGroups(rollouts: readonly CompactRollout[]): KeyedGroup[] {
  const fileOf = filesOfIds(rollouts);
  return collectGroups(rollouts, ({ group = null, fileKey }) => {
    const id: Id = fileKey !== null && fileOf.get(idKey(group)) === null ? [fileKey, group] : group;
    return { key: idKey(id), id };
  });
}

/** File of each declared id where file keys are in use; null for an id of several files. */
function filesOfIds(rollouts: readonly CompactRollout[]): Map<string, string | null> {
  const files = new Map<string, string | null>();
  for (const { group = null, fileKey } of rollouts) {
    const key = idKey(group);
    if (!files.has(key)) files.set(key, fileKey);
    else if (files.get(key) !== fileKey) files.set(key, null);
  }
  return files;
}

/** True where every declared id stands for one prompt. */
export function onePromptPerGroup(groups: readonly KeyedGroup[]): boolean {
  return groups.every(({ rollouts }) => rollouts.every(({ promptHash }) => promptHash === rollouts[0]?.promptHash));
}

/** True where every row has a ground truth: else a missing answer would tear a group apart (SPEC section 1). */
export function truthEverywhere(rollouts: readonly CompactRollout[]): boolean {
  return rollouts.every(({ promptTruthHash }) => promptTruthHash !== null);
}

/** Groups by prompt and, where every row has one, ground truth. The id is `prompt:` and 16 hex digits (SPEC section 1). */
export function promptGroups(rollouts: readonly CompactRollout[]): KeyedGroup[] {
  const withTruth = truthEverywhere(rollouts);
  return collectGroups(rollouts, (rollout) => {
    const hash = promptIdentity(rollout, withTruth);
    return { key: hash, id: `prompt:${hash.slice(0, 16)}` };
  });
}

/** Hash of what makes two rollouts' prompts the same one. */
export function promptIdentity({ promptHash, promptTruthHash }: CompactRollout, withTruth: boolean): string {
  return withTruth && promptTruthHash !== null ? promptTruthHash : promptHash;
}
