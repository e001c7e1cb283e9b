import type { Batch, CompactRollout, Group } from "../../model/compact.js";
import type { MethodOptions } from "../../model/options.js";
import type { RemoteRollout } from "./head-columns.js";

/** Most groups, and about as many rollouts, that are sent to a worker at once. */
const MOST = { groups: 128, rollouts: 1024 };

/** Some groups of one batch for one worker. */
export interface Chunk {
  /** Position of the batch. */
  readonly batch: number;
  readonly worker: number;
  /** In the batch's order. */
  readonly groups: readonly Group[];
}

/** Groups of a batch by the worker that keeps most of their rollouts; in batch scope all of them with one worker. */
export function chunksOf({ groups }: Batch, batch: number, { scope }: MethodOptions, workers: number): Chunk[] {
  if (scope === "batch") {
    const rollouts = groups.flatMap((group) => group.rollouts);
    return [{ batch, worker: home(rollouts, workers), groups }];
  }
  const byWorker = Array.from({ length: workers }, () => [] as Group[]);
  for (const group of groups) byWorker[home(group.rollouts, workers)]?.push(group);
  return byWorker.flatMap((own, worker) => cut(own).map((part) => ({ batch, worker, groups: part })));
}

function cut(groups: readonly Group[]): Group[][] {
  const parts: Group[][] = [];
  let rollouts = MOST.rollouts;
  for (const group of groups) {
    if (rollouts >= MOST.rollouts || (parts.at(-1)?.length ?? 0) >= MOST.groups) {
      parts.push([]);
      rollouts = 0;
    }
    parts.at(-1)?.push(group);
    rollouts += group.rollouts.length;
  }
  return parts;
}

/** The worker that keeps most of the rollouts, the first of equals. */
function home(rollouts: readonly CompactRollout[], workers: number): number {
  const counts = new Array<number>(workers).fill(0);
  for (const rollout of rollouts) {
    const { worker } = remote(rollout);
    counts[worker] = (counts[worker] ?? 0) + 1;
  }
  return counts.indexOf(Math.max(...counts));
}

/** The rollouts of a shared log were all made by `remoteRollouts`. */
export function remote(rollout: CompactRollout): RemoteRollout {
  return rollout as RemoteRollout;
}
