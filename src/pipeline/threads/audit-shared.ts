import { type AuditFigures, summarise } from "../../analyse/audit.js";
import { tallyBatch } from "../../analyse/batch-tally.js";
import { Bootstrap } from "../../analyse/bootstrap.js";
import { nextOfOtherPrompt } from "../../analyse/chance-matches.js";
import type { GroupAudit } from "../../analyse/group-audit.js";
import type { Batch, CompactRollout, Group } from "../../model/compact.js";
import type { MethodOptions } from "../../model/options.js";
import type { CreditSink } from "../../model/packed-credits.js";
import type { RemoteRollout } from "./head-columns.js";
import type { LogPool } from "./load-shared.js";
import type { AuditReply, AuditRequest, GroupTask } from "./protocol.js";

/** Groups sent to a worker at once. */
const CHUNK = 256;

/** Some groups for one worker, with the groups that chance matches are looked for in. */
interface Chunk {
  readonly worker: number;
  readonly groups: readonly Group[];
}

/**
 * The statistics of SPEC section 6 with the groups audited where most of their rollouts are kept; the others are sent
 * there. Group by group the same numbers as in one thread, and added up here in the same order.
 */
export async function auditShared(
  batches: readonly Batch[],
  options: MethodOptions,
  pool: LogPool,
  sink?: CreditSink,
): Promise<AuditFigures> {
  const others = new Map(batches.flatMap(({ groups }) => [...nextOfOtherPrompt(groups)]));
  const chunks = batches.flatMap((batch) => chunksOf(batch, options, pool.size));
  const foreign = await Promise.all(chunks.map((chunk) => takeForeign(chunk, others, pool)));
  const audits = new Map<Group, GroupAudit>();
  const credits = sink === undefined ? "none" : sink.whole ? "whole" : "packed";
  const work = chunks.map(async (chunk, i) => {
    const request = auditRequest(chunk, others, foreign[i] ?? new Map(), credits);
    const reply = (await pool.ask(chunk.worker, request)) as AuditReply;
    for (const [g, group] of chunk.groups.entries()) {
      const audit = reply.audits[g];
      if (audit !== undefined) audits.set(group, audit);
    }
    return reply;
  });
  for (const { credits: made, packed } of await Promise.all(work)) {
    for (const group of made) sink?.add(group);
    if (packed !== null) sink?.addPacked(packed);
  }
  const bootstrap = new Bootstrap(options.seed, options.replicates);
  const tallies = batches.map((batch) => tallyBatch(batch, inOrder(batch, audits), bootstrap));
  return summarise(tallies, bootstrap);
}

function* inOrder(batch: Batch, audits: ReadonlyMap<Group, GroupAudit>) {
  for (const group of batch.groups) {
    const audit = audits.get(group);
    if (audit === undefined) throw new Error("a worker left a group out");
    yield { id: group.id, audit };
  }
}

/** Groups of a batch by the worker that keeps most of their rollouts; in batch scope all of them with one worker. */
function chunksOf(batch: Batch, { scope }: MethodOptions, workers: number): Chunk[] {
  if (scope === "batch") {
    return [
      {
        worker: home(
          batch.groups.flatMap(({ rollouts }) => rollouts),
          workers,
        ),
        groups: batch.groups,
      },
    ];
  }
  const byWorker = Array.from({ length: workers }, () => [] as Group[]);
  for (const group of batch.groups) byWorker[home(group.rollouts, workers)]?.push(group);
  return byWorker.flatMap((groups, worker) =>
    Array.from({ length: Math.ceil(groups.length / CHUNK) }, (_, i) => ({
      worker,
      groups: groups.slice(i * CHUNK, (i + 1) * CHUNK),
    })),
  );
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

/** The rollouts here were all made by `remoteRollouts`. */
function remote(rollout: CompactRollout): RemoteRollout {
  return rollout as RemoteRollout;
}

/** A chunk's groups, and behind them those that are there only to be matched with. */
function withOthers({ groups }: Chunk, others: ReadonlyMap<Group, Group | null>): Group[] {
  const all = new Set(groups);
  for (const group of groups) {
    const other = others.get(group);
    if (other != null) all.add(other);
  }
  return [...all];
}

/** Fetches the rollouts of a chunk that other workers keep. */
async function takeForeign(
  chunk: Chunk,
  others: ReadonlyMap<Group, Group | null>,
  pool: LogPool,
): Promise<ReadonlyMap<CompactRollout, CompactRollout>> {
  const byOwner = new Map<number, RemoteRollout[]>();
  for (const rollout of withOthers(chunk, others).flatMap(({ rollouts }) => rollouts)) {
    const kept = remote(rollout);
    if (kept.worker === chunk.worker) continue;
    byOwner.set(kept.worker, [...(byOwner.get(kept.worker) ?? []), kept]);
  }
  const found = new Map<CompactRollout, CompactRollout>();
  for (const [owner, wanted] of byOwner) {
    const request = { kind: "take", rollouts: wanted.map(({ index }) => index) } as const;
    const taken = (await pool.ask(owner, request)) as readonly CompactRollout[];
    for (const [i, rollout] of wanted.entries()) {
      const full = taken[i];
      if (full !== undefined) found.set(rollout, full);
    }
  }
  return found;
}

function auditRequest(
  chunk: Chunk,
  others: ReadonlyMap<Group, Group | null>,
  foreign: ReadonlyMap<CompactRollout, CompactRollout>,
  credits: AuditRequest["credits"],
): AuditRequest {
  const groups = withOthers(chunk, others);
  const positions = new Map(groups.map((group, i) => [group, i]));
  const foreignPositions = new Map([...foreign.keys()].map((rollout, i) => [rollout, i]));
  const tasks = groups.map((group, i): GroupTask => {
    const other = others.get(group);
    return {
      batch: group.batch,
      id: group.id,
      members: Int32Array.from(group.rollouts, (rollout) => {
        const position = foreignPositions.get(rollout);
        return position === undefined ? remote(rollout).index : -1 - position;
      }),
      advantages: group.advantages,
      mixed: group.mixed,
      equalRewards: group.equalRewards,
      other: other == null ? -1 : (positions.get(other) ?? -1),
      audit: i < chunk.groups.length,
    };
  });
  return { kind: "audit", tasks, foreign: [...foreign.values()], credits };
}
