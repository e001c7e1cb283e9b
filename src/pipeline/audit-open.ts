import type { AuditResult } from "../model/audit.js";
import type { CreditSink } from "../model/packed-credits.js";
import type { RunOptions } from "../model/run.js";
import { auditLoaded } from "./audit-log.js";
import { loadLog } from "./load-log.js";
import type { OpenLog } from "./open-log.js";
import { type Scratch, withScratch } from "./scratch.js";

/** Audits an open log, with threads where that is worth it. `sink` gets every group's credits. */
export async function auditOpen(
  log: OpenLog,
  run: RunOptions,
  sink?: CreditSink,
  given?: Scratch,
): Promise<AuditResult> {
  const { auditWithThreads, worthThreads } = await import("./threads/audit-with-threads.js");
  if (await worthThreads(log, run)) {
    const audit = (scratch: Scratch) => auditWithThreads(log, run, scratch, sink);
    return given === undefined ? withScratch(run, audit) : audit(given);
  }
  const byUser = run.log.groupBy.length > 0;
  return auditLoaded(await loadLog(log, run), run.method, byUser, (_group, credits) => sink?.add(credits));
}
