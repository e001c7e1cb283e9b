import { InputError } from "../model/errors.js";
import type { Shard } from "../model/partial.js";
import type { RunOptions } from "../model/run.js";
import { type GatedRows, readGatedRows } from "../read/gated-rows.js";
import type { LogFile, OpenLog } from "./open-log.js";
import { openShard, type ShardFile, type ShardLog } from "./shard-files.js";

/** The files of a log whose rows are all of one shard, as a log of their own, and the paths of all. */
export interface OwnFiles {
  readonly log: OpenLog;
  readonly paths: readonly string[];
}

/**
 * Opens the files that belong to a shard as a whole: what `correct` writes file by file. Throws as `openShard`.
 * @throws InputError for a file with rows of several shards: its copy could be written by none of them.
 */
export async function openOwnFiles(inputs: readonly string[], run: RunOptions, shard: Shard): Promise<OwnFiles> {
  const all = await openShard(inputs, run, shard);
  try {
    const own: LogFile[] = [];
    for (const file of all.files) if (file.log !== null && (await isOwn(file, file.log, all))) own.push(file.log);
    const files = own.map((one, index) => ({ ...one, file: { ...one.file, index } }));
    return { log: { files, stdin: all.stdin, close: all.close }, paths: all.files.map(({ path }) => path) };
  } catch (error) {
    await all.close();
    throw error;
  }
}

async function isOwn({ path, batch, gate }: ShardFile, log: LogFile, { stdin }: ShardLog): Promise<boolean> {
  if (batch !== undefined) return true;
  const found = { own: 0, others: 0 };
  const rows: AsyncIterable<GatedRows> | null = gate && readGatedRows(log.file, { fields: [], stdin }, gate);
  if (rows === null) throw mixed(path, "may hold");
  for await (const { rows: own, skipped } of rows) {
    found.own += own.length;
    found.others += skipped;
  }
  if (found.own > 0 && found.others > 0) throw mixed(path, "holds");
  return found.own > 0;
}

function mixed(path: string, holds: string): InputError {
  return new InputError(
    `${path}: ${holds} batches of several shards, so none of them can write its copy; correct this file without --shard, or split it by step`,
  );
}
