import type { CompactRollout } from "../../model/compact.js";
import type { Id } from "../../model/id.js";
import type { MethodOptions } from "../../model/options.js";
import type { PackedCredits } from "../../model/packed-credits.js";
import type { InputFile } from "../../model/record.js";
import type { Rejection } from "../../model/rollout.js";
import type { LogOptions } from "../../model/run.js";
import type { ByteRange } from "../../read/line-range.js";
import type { Packet } from "../store/tags.js";

/** What every worker knows from the start. */
export interface WorkerSetup {
  readonly method: MethodOptions;
  readonly log: LogOptions;
  readonly files: readonly { readonly file: InputFile; readonly dialect: string }[];
  /** Bytes of memory that each thread's engine may use. */
  readonly memory: number;
  /** How the names of temporary files begin. */
  readonly temporary: string;
}

/** Whole lines of a file to parse. The worker keeps the rollouts; rows count from the block's first. */
export interface ParseRequest {
  readonly kind: "parse";
  readonly file: number;
  /** Offset of the block in the decompressed file: 0 may hold a byte order mark. */
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The lines of a part of a plain file to read and parse. The worker keeps the rollouts; rows count from the part's first. */
export interface ReadRequest {
  readonly kind: "read";
  readonly file: number;
  readonly range: ByteRange;
}

/** What grouping needs of the rollouts of a block, column by column: repeated texts and ids stand once. */
export interface ParsedBlock {
  readonly rows: number;
  /** The worker's number of the block's first rollout; the others follow. */
  readonly first: number;
  readonly row: Int32Array;
  readonly item: Int32Array;
  readonly reward: Float64Array;
  /** NaN where missing. */
  readonly loggedAdvantage: Float64Array;
  readonly successful: Uint8Array;
  /** Indices into `keys`. */
  readonly key: Int32Array;
  readonly keys: readonly HeadKey[];
  readonly rejections: readonly Rejection[];
  readonly notes: readonly string[];
  /** The bytes of a `ParseRequest`, to be used again: fresh pages cost more than the copy into them. */
  readonly spent: Uint8Array<ArrayBuffer> | null;
}

/** The ids that the rollouts of a group share. */
export type HeadKey = Pick<CompactRollout, "batch" | "group" | "promptHash" | "promptTruthHash" | "fileKey">;

/** Tells the row of its file at which each block that the worker parsed begins. */
export interface PlaceRequest {
  readonly kind: "place";
  /** Per block: the worker's number of its first rollout, and the row to add. */
  readonly blocks: readonly { readonly first: number; readonly row: number }[];
}

/** Asks for a list of rollouts, to be given to another worker. */
export interface TakeRequest {
  readonly kind: "take";
  readonly rollouts: readonly number[];
}

/** A group as a worker sees it. Members: its own rollouts by number, foreign ones as `-1 - index`. */
export interface GroupTask {
  readonly batch: Id;
  readonly id: Id;
  readonly members: Int32Array;
  readonly advantages: Float64Array;
  readonly mixed: boolean;
  readonly equalRewards: boolean;
  /** Index, in the request, of the group that chance matches are looked for in; -1 without one. */
  readonly other: number;
  /** False for a group that is there only for others to match with. */
  readonly audit: boolean;
}

export interface AuditRequest {
  readonly kind: "audit";
  readonly tasks: readonly GroupTask[];
  /** Lists of rollouts that other workers keep, as those packed them. */
  readonly foreign: readonly Packet[];
  /** Send the credits back, for `correct`: as they are written, or whole. */
  readonly credits: "none" | "packed" | "whole";
}

export interface AuditReply {
  /** A list with one `GroupAudit` for each task with `audit`, in their order. */
  readonly audits: Packet;
  /** A list of whole `RolloutCredit`s, without observations. */
  readonly credits: Packet | null;
  readonly packed: PackedCredits | null;
  /** Bytes in the worker's temporary file. */
  readonly spilled: number;
}

export type WorkerRequest = ParseRequest | ReadRequest | PlaceRequest | TakeRequest | AuditRequest;
export type WorkerReply = ParsedBlock | Packet | AuditReply | null;

/** What of a message is moved, not copied, to the other thread. */
export function buffersOf(message: WorkerReply | AuditRequest): ArrayBuffer[] {
  if (message === null) return [];
  if ("foreign" in message) return message.foreign.map(({ bytes }) => bytes.buffer);
  if ("bytes" in message) return [message.bytes.buffer];
  if ("spent" in message) return message.spent === null ? [] : [message.spent.buffer];
  const { audits, credits, packed } = message;
  return [audits.bytes, credits?.bytes, packed?.heads].flatMap((bytes) => bytes?.buffer ?? []);
}
