import type { CompactRollout, Group } from "../../model/compact.js";
import type { Packet } from "../store/tags.js";
import { type Chunk, remote } from "./chunks.js";
import type { LogPool } from "./load-shared.js";
import type { AuditRequest, GroupTask } from "./protocol.js";

/** The group that chance matches of each mixed group are looked for in. */
export type Others = ReadonlyMap<Group, Group | null>;

/** What is asked of a chunk's worker, with the rollouts that other workers keep. */
export async function chunkRequest(
  chunk: Chunk,
  others: Others,
  pool: LogPool,
  credits: AuditRequest["credits"],
): Promise<AuditRequest> {
  const groups = withOthers(chunk, others);
  const { packets, positions } = await takeForeign(chunk, groups, pool);
  const indices = new Map(groups.map((group, i) => [group, i]));
  const tasks = groups.map((group, i): GroupTask => {
    const other = others.get(group);
    return {
      batch: group.batch,
      id: group.id,
      members: Int32Array.from(group.rollouts, (rollout) => {
        const position = positions.get(rollout);
        return position === undefined ? remote(rollout).index : -1 - position;
      }),
      advantages: group.advantages,
      mixed: group.mixed,
      equalRewards: group.equalRewards,
      other: other == null ? -1 : (indices.get(other) ?? -1),
      audit: i < chunk.groups.length,
    };
  });
  return { kind: "audit", tasks, foreign: packets, credits };
}

/** A chunk's groups, and behind them those that are there only to be matched with. */
function withOthers({ groups }: Chunk, others: Others): Group[] {
  const all = new Set(groups);
  for (const group of groups) {
    const other = others.get(group);
    if (other != null) all.add(other);
  }
  return [...all];
}

/** Fetches the rollouts of some groups that other workers keep. Positions count through all packets. */
async function takeForeign(
  { worker }: Chunk,
  groups: readonly Group[],
  pool: LogPool,
): Promise<{
  readonly packets: readonly Packet[];
  readonly positions: ReadonlyMap<CompactRollout, number>;
}> {
  const byOwner = new Map<number, number[]>();
  const wanted = new Map<number, CompactRollout[]>();
  for (const rollout of groups.flatMap(({ rollouts }) => rollouts)) {
    const kept = remote(rollout);
    if (kept.worker === worker) continue;
    const indices = byOwner.get(kept.worker) ?? [];
    const rollouts = wanted.get(kept.worker) ?? [];
    byOwner.set(kept.worker, indices);
    wanted.set(kept.worker, rollouts);
    indices.push(kept.index);
    rollouts.push(rollout);
  }
  const asked = [...byOwner].map(([owner, rollouts]) => pool.ask(owner, { kind: "take", rollouts }));
  const packets = (await Promise.all(asked)) as Packet[];
  const positions = new Map([...wanted.values()].flat().map((rollout, i) => [rollout, i]));
  return { packets, positions };
}
