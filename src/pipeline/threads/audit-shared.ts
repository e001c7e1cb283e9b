import { type AuditFigures, summarise } from "../../analyse/audit.js";
import { type BatchTally, tallyBatch } from "../../analyse/batch-tally.js";
import { Bootstrap } from "../../analyse/bootstrap.js";
import { nextOfOtherPrompt } from "../../analyse/chance-matches.js";
import type { GroupAudit } from "../../analyse/group-audit.js";
import type { Batch, Group } from "../../model/compact.js";
import type { RolloutCredit } from "../../model/correction.js";
import type { MethodOptions } from "../../model/options.js";
import type { CreditSink } from "../../model/packed-credits.js";
import type { Packet } from "../store/tags.js";
import { unpackPacket } from "../store/unpacker.js";
import { chunkRequest } from "./chunk-request.js";
import { type Chunk, chunksOf } from "./chunks.js";
import type { LogPool } from "./load-shared.js";
import { type AuditReply, buffersOf } from "./protocol.js";

/** Chunks that a worker has at once: one at work, one at hand. */
const AHEAD = 2;

/** Figures of a log in shares, and the bytes that the workers have in temporary files. */
export interface SharedFigures {
  readonly figures: AuditFigures;
  readonly spilled: number;
}

/**
 * The statistics of SPEC section 6 with the groups audited where most of their rollouts are kept; the others are sent
 * there. Group by group the same numbers as in one thread, and added up here in the same order. What a worker has not
 * begun is not sent to it: memory holds a few chunks.
 */
export async function auditShared(
  batches: readonly Batch[],
  options: MethodOptions,
  pool: LogPool,
  sink?: CreditSink,
): Promise<SharedFigures> {
  const others = new Map(batches.flatMap(({ groups }) => [...nextOfOtherPrompt(groups)]));
  const chunks = batches.flatMap((batch, b) => chunksOf(batch, b, options, pool.size));
  const tallies = new BatchTallies(batches, chunks, options);
  const credits = sink === undefined ? "none" : sink.whole ? "whole" : "packed";
  const spilled = new Array<number>(pool.size).fill(0);
  const queues = Array.from({ length: pool.size }, (_, worker) => chunks.filter((chunk) => chunk.worker === worker));
  const lanes = Array.from({ length: pool.size * AHEAD }, async (_, lane) => {
    const worker = lane % pool.size;
    const queue = queues[worker];
    for (let chunk = queue?.shift(); chunk !== undefined; chunk = queue?.shift()) {
      const request = await chunkRequest(chunk, others, pool, credits);
      const reply = (await pool.ask(worker, request, buffersOf(request))) as AuditReply;
      spilled[worker] = reply.spilled;
      if (reply.credits !== null) sink?.add(unpackPacket(reply.credits) as RolloutCredit[]);
      if (reply.packed !== null) sink?.addPacked(reply.packed);
      tallies.add(chunk, reply.audits);
    }
  });
  await Promise.all(lanes);
  return {
    figures: tallies.figures(),
    spilled: spilled.reduce((a, b) => a + b, 0),
  };
}

/** Sums batches in their order, each as soon as its groups and the batches before it are there. */
class BatchTallies {
  private readonly bootstrap: Bootstrap;
  private readonly tallies: BatchTally[] = [];
  /** Of each batch: chunks that are still out, and what has come back. */
  private readonly open: number[];
  private readonly arrived = new Map<number, { readonly chunk: Chunk; readonly audits: Packet }[]>();

  constructor(
    private readonly batches: readonly Batch[],
    chunks: readonly Chunk[],
    options: MethodOptions,
  ) {
    this.bootstrap = new Bootstrap(options.seed, options.replicates);
    this.open = batches.map(() => 0);
    for (const { batch } of chunks) this.open[batch] = (this.open[batch] ?? 0) + 1;
    this.sum();
  }

  add(chunk: Chunk, audits: Packet): void {
    const { batch } = chunk;
    this.arrived.set(batch, [...(this.arrived.get(batch) ?? []), { chunk, audits }]);
    this.open[batch] = (this.open[batch] ?? 0) - 1;
    this.sum();
  }

  figures(): AuditFigures {
    if (this.tallies.length < this.batches.length) throw new Error("a worker left a group out");
    return summarise(this.tallies, this.bootstrap);
  }

  private sum(): void {
    for (let next = this.tallies.length; this.open[next] === 0; next++) {
      const batch = this.batches[next];
      if (batch === undefined) return;
      this.tallies.push(tallyBatch(batch, inOrder(batch, this.arrived.get(next) ?? []), this.bootstrap));
      this.arrived.delete(next);
    }
  }
}

function* inOrder(batch: Batch, arrived: readonly { readonly chunk: Chunk; readonly audits: Packet }[]) {
  const audits = new Map<Group, GroupAudit>();
  for (const { chunk, audits: packet } of arrived) {
    const made = unpackPacket(packet) as GroupAudit[];
    for (const [g, group] of chunk.groups.entries()) {
      const audit = made[g];
      if (audit !== undefined) audits.set(group, audit);
    }
  }
  for (const group of batch.groups) {
    const audit = audits.get(group);
    if (audit === undefined) throw new Error("a worker left a group out");
    yield { id: group.id, audit };
  }
}
