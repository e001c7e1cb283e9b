import { BatchMatching } from "../../analyse/batch-matching.js";
import { auditGroup, type GroupAudit } from "../../analyse/group-audit.js";
import { packCredits } from "../../credit/pack-credits.js";
import type { CompactRollout, Group } from "../../model/compact.js";
import type { RolloutCredit } from "../../model/correction.js";
import type { Rejection } from "../../model/rollout.js";
import { dialectByName } from "../../normalise/registry.js";
import type { LineBlock } from "../../read/line-blocks.js";
import { LineRangeReader } from "../../read/line-range.js";
import { forEachRecord } from "../../read/record-lines.js";
import { HeadColumns } from "./head-columns.js";
import type {
  AuditReply,
  AuditRequest,
  GroupTask,
  ParsedBlock,
  ParseRequest,
  PlaceRequest,
  ReadRequest,
  WorkerReply,
  WorkerRequest,
  WorkerSetup,
} from "./protocol.js";
import { Condensing, RecordReader, type RecordVisitor } from "./record-reader.js";

/** One worker's share of a log: it parses blocks, keeps their rollouts, and audits the groups that it is given. */
export class LogShare {
  private readonly condensing: Condensing;
  private readonly rollouts: CompactRollout[] = [];
  private readonly readers = new Map<number, RecordReader>();
  private readonly ranges = new LineRangeReader();

  constructor(private readonly setup: WorkerSetup) {
    this.condensing = new Condensing(setup.method);
  }

  answer(request: WorkerRequest): WorkerReply {
    switch (request.kind) {
      case "parse":
        return this.parse(request);
      case "read":
        return this.read(request);
      case "place":
        return this.place(request);
      case "take":
        return request.rollouts.flatMap((index) => this.rollouts[index] ?? []);
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
    const heads = new HeadColumns(this.rollouts.length);
    const rejections: Rejection[] = [];
    const notes: string[] = [];
    const visitor: RecordVisitor = {
      rollout: (rollout) => {
        this.rollouts.push(rollout);
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

  private place({ blocks }: PlaceRequest): null {
    for (const [i, { first, row }] of blocks.entries()) {
      const end = blocks[i + 1]?.first ?? this.rollouts.length;
      for (let index = first; row > 0 && index < end; index++) {
        const rollout = this.rollouts[index];
        if (rollout === undefined) continue;
        const place = { ...rollout.place, row: rollout.place.row + row };
        this.rollouts[index] = { ...rollout, place };
      }
    }
    return null;
  }

  private audit({ tasks, foreign, credits: wanted }: AuditRequest): AuditReply {
    const groups = tasks.map((task) => this.groupOf(task, foreign));
    const [first] = groups;
    const audits: GroupAudit[] = [];
    const credits: (readonly RolloutCredit[])[] = [];
    const packing: RolloutCredit[] = [];
    if (first === undefined) return { audits, credits, packed: null };
    const matching = new BatchMatching({ id: first.batch, groups }, this.setup.method);
    for (const [i, task] of tasks.entries()) {
      const group = groups[i];
      if (!task.audit || group === undefined) continue;
      const made = auditGroup(group, groups[task.other] ?? null, matching, this.setup.method);
      audits.push(made.audit);
      if (wanted === "whole") credits.push(made.credits.map(withoutObservations));
      if (wanted === "packed") packing.push(...made.credits);
    }
    const paths = this.setup.files.map(({ file }) => file.path);
    return { audits, credits, packed: wanted === "packed" ? packCredits(packing, paths) : null };
  }

  private groupOf(task: GroupTask, foreign: readonly CompactRollout[]): Group {
    const { batch, id, advantages, mixed, equalRewards } = task;
    const rollouts = Array.from(task.members, (index) => (index < 0 ? foreign[-1 - index] : this.rollouts[index]));
    const known = rollouts.filter((rollout) => rollout !== undefined);
    if (known.length < rollouts.length) throw new Error("a rollout of the group is missing");
    return { batch, id, rollouts: known, advantages, mixed, equalRewards };
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
