import { BatchMatching } from "../../analyse/batch-matching.js";
import { auditGroup, type GroupAudit } from "../../analyse/group-audit.js";
import { packCredits } from "../../credit/pack-credits.js";
import type { CompactRollout } from "../../model/compact.js";
import type { RolloutCredit } from "../../model/correction.js";
import type { Rejection } from "../../model/rollout.js";
import { dialectByName } from "../../normalise/registry.js";
import type { LineBlock } from "../../read/line-blocks.js";
import { LineRangeReader } from "../../read/line-range.js";
import { forEachRecord } from "../../read/record-lines.js";
import type { EngineMemory } from "../store/engine-memory.js";
import { packetOf } from "../store/packer.js";
import { unpackPacket } from "../store/unpacker.js";
import { HeadColumns } from "./head-columns.js";
import type {
  AuditReply,
  AuditRequest,
  ParsedBlock,
  ParseRequest,
  ReadRequest,
  WorkerReply,
  WorkerRequest,
  WorkerSetup,
} from "./protocol.js";
import { Condensing, RecordReader, type RecordVisitor } from "./record-reader.js";
import { RolloutStore } from "./rollout-store.js";
import { TaskGroups } from "./task-groups.js";

/** Groups put together at once: the one at work, and those that chance matches were or will be looked for in. */
const KEPT_GROUPS = 4;

/** Groups audited between two looks at the memory: what they leave behind fills it as well. */
const LOOK_EVERY = 16;

/** One worker's share of a log: it parses blocks, keeps their rollouts, and audits the groups that it is given. */
export class LogShare {
  private readonly condensing: Condensing;
  private readonly rollouts: RolloutStore;
  private readonly readers = new Map<number, RecordReader>();
  private readonly ranges = new LineRangeReader();

  /** @param temporary name of the temporary file for rollouts that the memory has no room for. */
  constructor(
    private readonly setup: WorkerSetup,
    private readonly memory: EngineMemory,
    temporary: string,
  ) {
    this.rollouts = new RolloutStore(memory, temporary, () => this.condensing.observations.forget());
    this.condensing = new Condensing(setup.method);
  }

  answer(request: WorkerRequest): WorkerReply {
    switch (request.kind) {
      case "parse":
        return this.parse(request);
      case "read":
        return this.read(request);
      case "place":
        this.rollouts.place(request.blocks);
        return null;
      case "take":
        return packetOf(request.rollouts.map((index) => this.rollouts.get(index)));
      case "audit":
        return this.audit(request);
    }
  }

  private parse({ file, bytes, offset }: ParseRequest): ParsedBlock {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const parsed = this.rows(file, (visit) => visit({ bytes: buffer, offset, part: "lines" }));
    return { ...parsed, spent: bytes };
  }

  private read({ file, range }: ReadRequest): ParsedBlock {
    const path = this.setup.files[file]?.file.path ?? "";
    return this.rows(file, (visit) => this.ranges.forEachBlock(path, range, visit));
  }

  /** The rows of blocks of one file. */
  private rows(file: number, give: (visit: (block: LineBlock) => void) => void): ParsedBlock {
    const reader = this.readerOf(file);
    const heads = new HeadColumns(this.rollouts.size);
    const rejections: Rejection[] = [];
    const notes: string[] = [];
    const visitor: RecordVisitor = {
      rollout: (rollout) => {
        this.rollouts.add(rollout);
        heads.add(rollout);
      },
      rejection: (rejection) => rejections.push(rejection),
      note: (note) => notes.push(note),
    };
    let row = 0;
    give((block) => {
      const { bytes, offset } = block;
      if (block.part === "first") visitor.rejection(reader.tooLong(bytes, row++));
      else forEachRecord(block, (start, end) => reader.read(bytes, start, end, offset, row++, visitor));
    });
    return { rows: row, ...heads.columns(), rejections, notes, spent: null };
  }

  private readerOf(index: number): RecordReader {
    const known = this.readers.get(index);
    if (known !== undefined) return known;
    const { file, dialect: name } = this.setup.files[index] ?? {};
    const dialect = dialectByName(name ?? "");
    if (file === undefined || dialect === null) throw new Error(`no file ${index}`);
    const reader = new RecordReader(file, dialect, this.setup.log, this.condensing);
    this.readers.set(index, reader);
    return reader;
  }

  private audit({ tasks, foreign, credits: wanted }: AuditRequest): AuditReply {
    const { method, files } = this.setup;
    const inBatch = method.scope === "batch";
    const others = foreign.flatMap((packet) => unpackPacket(packet) as CompactRollout[]);
    const groups = new TaskGroups(tasks, this.rollouts, others, inBatch ? tasks.length : KEPT_GROUPS);
    const batch = { id: tasks[0]?.batch ?? null, groups: inBatch ? tasks.map((_, i) => groups.at(i)) : [] };
    const matching = new BatchMatching(batch, method);
    const audits: GroupAudit[] = [];
    const credits: RolloutCredit[] = [];
    for (const [i, task] of tasks.entries()) {
      if (!task.audit) continue;
      if (i % LOOK_EVERY === 0) this.memory.check();
      const made = auditGroup(groups.at(i), task.other < 0 ? null : groups.at(task.other), matching, method);
      audits.push(made.audit);
      if (wanted === "whole") credits.push(...made.credits.map(withoutObservations));
      if (wanted === "packed") credits.push(...made.credits);
    }
    const paths = files.map(({ file }) => file.path);
    return {
      audits: packetOf(audits),
      credits: wanted === "whole" ? packetOf(credits) : null,
      packed: wanted === "packed" ? packCredits(credits, paths) : null,
      spilled: this.rollouts.spilledBytes,
    };
  }
}

/** Observations are large, and nobody who gets credits looks at them. */
function withoutObservations(credit: RolloutCredit): RolloutCredit {
  const turns = credit.rollout.turns.map((turn) => ({
    ...turn,
    calls: turn.calls.map((call) => ({ ...call, observation: null })),
  }));
  return { ...credit, rollout: { ...credit.rollout, turns } };
}
