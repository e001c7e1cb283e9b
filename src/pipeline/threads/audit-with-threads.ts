import { stat } from "node:fs/promises";
import { groupRollouts } from "../../group/group-rollouts.js";
import type { AuditResult } from "../../model/audit.js";
import type { CreditSink } from "../../model/packed-credits.js";
import type { Format } from "../../model/record.js";
import type { RunOptions } from "../../model/run.js";
import { WorkerPool } from "../../parallel/worker-pool.js";
import { describeAudit } from "../audit-log.js";
import type { OpenLog } from "../open-log.js";
import { noteSpilled, type Scratch, threadsOf } from "../scratch.js";
import { auditShared } from "./audit-shared.js";
import { type LogPool, loadShared } from "./load-shared.js";
import { LogShare } from "./log-share.js";
import type { WorkerSetup } from "./protocol.js";

/** Below this size the threads' start costs more than they save. */
const WORTHWHILE = 24 * 2 ** 20;
/** Formats whose rows come, or can be made to come, as lines. */
const SHARED: readonly Format[] = ["jsonl", "parquet"];

/** Whether a log is read in shares: JSONL or Parquet, and large enough. One thread has one share and starts no other. */
export async function worthThreads(log: OpenLog, run: RunOptions): Promise<boolean> {
  if (log.files.some(({ file }) => file.remote !== undefined || !SHARED.includes(file.format))) return false;
  let size = 0;
  for (const { file } of log.files) {
    const entry = file.path === "-" ? await log.stdin?.handle.stat() : await stat(file.path);
    size += entry?.size ?? 0;
  }
  return size >= (run.threadsFrom ?? WORTHWHILE);
}

/** The audit of a log by several threads: the same bytes as by one. `sink` gets every group's credits. */
export async function auditWithThreads(
  log: OpenLog,
  run: RunOptions,
  { memory, temporary }: Scratch,
  sink?: CreditSink,
): Promise<AuditResult> {
  const threads = threadsOf(run);
  const setup: WorkerSetup = {
    method: run.method,
    log: run.log,
    files: log.files.map(({ file, dialect }) => ({ file, dialect: dialect.name })),
    memory: memory.part,
    temporary,
  };
  const url = new URL("./log-worker.js", import.meta.url);
  const share = new LogShare(setup, memory, `${temporary}.0`);
  const pool: LogPool = new WorkerPool(url, threads, setup, (request) => share.answer(request));
  try {
    const loaded = await loadShared(log, run, pool);
    const grouping = groupRollouts(loaded.rollouts, run.method, run.log.groupBy.length > 0);
    const { figures, spilled } = await auditShared(grouping.batches, run.method, pool, sink);
    noteSpilled(run, "rollouts", spilled);
    return describeAudit(loaded, grouping, figures, run.method);
  } finally {
    await pool.close();
  }
}
