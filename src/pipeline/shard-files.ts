import { canonicalJson } from "../json/canonical.js";
import { idKey } from "../json/id.js";
import type { Id } from "../model/id.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import type { Shard } from "../model/partial.js";
import { isFault } from "../model/record.js";
import type { LogOptions, RunOptions } from "../model/run.js";
import { batchFromPath } from "../normalise/batch-from-path.js";
import { firstOf } from "../normalise/path.js";
import { shardOf } from "../parallel/shard.js";
import { type Listed, listPaths, openListed } from "../read/inputs.js";
import type { RowGate } from "../read/line-gate.js";
import { readRows } from "../read/rows.js";
import { StandardInput } from "../read/standard-input.js";
import { type LogFile, withDialect } from "./open-log.js";

/** A file as one shard sees it. */
export interface ShardFile {
  readonly path: string;
  /** Null for a file that is another shard's by its name: it is not opened. */
  readonly log: LogFile | null;
  /** The batch of all rows, by the file's name; undefined where rows say it. */
  readonly batch: Id | undefined;
  /** Picks the shard's rows before they are read; null where only the rollouts tell. */
  readonly gate: RowGate | null;
}

export interface ShardLog {
  readonly files: readonly ShardFile[];
  readonly stdin: StandardInput | undefined;
  close(): Promise<void>;
}

/**
 * Lists a log's files for one shard. Where the first file's framework writes one file a step, and its first record does not
 * say otherwise, a file whose name has the step belongs to that batch's shard alone; of the others every shard takes the rows of its batches. Throws as `openLog`.
 */
export async function openShard(inputs: readonly string[], run: RunOptions, shard: Shard): Promise<ShardLog> {
  const stdin = inputs.includes("-") && run.stdin !== undefined ? await StandardInput.spool(run.stdin) : undefined;
  const close = async () => stdin?.close();
  try {
    const options = { stdin, onNote: run.onNote, maxExpanded: run.maxExpanded, remote: run.remote };
    const listed = await listPaths(inputs, options);
    const open = async (one: Listed) => withDialect(await openListed(one, options), run.log, stdin);
    const first = listed[0] === undefined ? null : await open(listed[0]);
    const byName = first !== null && namedBatch(run.log) === null && (await isNamedByStep(first, stdin));
    const files: ShardFile[] = [];
    for (const one of listed) {
      const batch = byName ? (batchFromPath(one.path) ?? undefined) : undefined;
      if (batch !== undefined && shardOf(batch, shard.count) !== shard.index) {
        files.push({ path: one.path, log: null, batch, gate: null });
        continue;
      }
      const log = one.index === 0 && first !== null ? first : await open(one);
      files.push({ path: one.path, log, batch, gate: batch === undefined ? gateOf(log, run.log, shard) : null });
    }
    return { files, stdin, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whether a file's dialect writes a file a step, and its first record is of the step that its name says, if it says one. */
async function isNamedByStep({ file, dialect }: LogFile, stdin: StandardInput | undefined): Promise<boolean> {
  const { batchFields, stepInFileName } = dialect;
  const named = batchFromPath(file.path);
  if (stepInFileName !== true || batchFields === undefined || named === null) return stepInFileName === true;
  const fields = batchFields.map((path) => path.split(".")[0] ?? path);
  for await (const [row] of readRows(file, { fields, limit: 1, stdin })) {
    if (row !== undefined && !isFault(row)) return idKey(batchOf(row.value, batchFields, named)) === idKey(named);
  }
  return true;
}

/** The field that the user named for the batch. */
function namedBatch({ batchBy, map }: LogOptions): string | null {
  return batchBy ?? map.get("batch") ?? null;
}

function gateOf({ file, dialect }: LogFile, options: LogOptions, shard: Shard): RowGate | null {
  const named = namedBatch(options);
  const own = dialect.batchFields;
  // A field that the user names is looked up in each rollout of a row first, unless a row is one rollout.
  if (own === undefined || (named !== null && own.length === 0)) return null;
  const paths = named === null ? own : [named];
  const fallback = named === null && dialect.stepInFileName ? batchFromPath(file.path) : null;
  const [only] = paths;
  return {
    fields: [...new Set(paths.flatMap((path) => [path, path.split(".")[0] ?? path]))],
    decisive: only !== undefined && !only.includes(".") ? only : null,
    wants: memoised((record) => shardOf(batchOf(record, paths, fallback), shard.count) === shard.index),
  };
}

/** The batch of a record as it will be normalised; null for one that will be rejected. */
function batchOf(record: JsonObject | null, paths: readonly string[], fallback: Id): Id {
  const value = record === null || paths.length === 0 ? undefined : firstOf(record, paths).value;
  if (value === undefined || value === null) return fallback;
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? value : null;
}

/** Most decisions that are remembered. */
const REMEMBERED = 10_000;

function memoised(decide: (record: JsonObject | null) => boolean): (record: JsonObject | null) => boolean {
  const known = new Map<string, boolean>();
  return (record) => {
    const key = canonicalJson(record as JsonValue);
    const before = known.get(key);
    if (before !== undefined) return before;
    const wanted = decide(record);
    if (known.size < REMEMBERED && key.length < 256) known.set(key, wanted);
    return wanted;
  };
}
