import type { AblateRequest, AblateResult } from "./model/ablation.js";
import type { AuditResult } from "./model/audit.js";
import type { CompareResult } from "./model/compare.js";
import type { CorrectSummary } from "./model/correct-summary.js";
import type { ExplainResult } from "./model/explain.js";
import type { InspectResult } from "./model/inspect.js";
import type { RuleName } from "./model/names.js";
import type { Shard } from "./model/partial.js";
import type { WithExtras } from "./model/report-data.js";
import type { RunOptions } from "./model/run.js";
import { ablateOpen } from "./pipeline/ablate-log.js";
import { auditOpen } from "./pipeline/audit-open.js";
import { compareOpen } from "./pipeline/compare-log.js";
import { type CorrectOutput, correctOpen } from "./pipeline/correct-log.js";
import { type ExplainTarget, explainOpen } from "./pipeline/explain-log.js";
import { inspectOpen } from "./pipeline/inspect-log.js";
import { type OpenLog, openLog } from "./pipeline/open-log.js";
import { reportOpen } from "./pipeline/report-log.js";
import { openOwnFiles } from "./pipeline/shard-own-files.js";
import type { ShardSummary } from "./pipeline/shard-partial.js";

export { SIMULATE_OPTIONS, type SimulateOptions, simulateOptions } from "./simulate/options.js";
export { simulateLog } from "./simulate/simulate.js";
export { TRAIN_DEFAULTS } from "./simulate/train/options.js";
export { trainRepeats } from "./simulate/train/repeats.js";
export type { CorrectOutput, ExplainTarget };

/** The misassignment statistics of a log: read, normalise, group, match, credit, analyse. */
export async function auditLog(inputs: readonly string[], run: RunOptions): Promise<AuditResult> {
  return withLog(inputs, run, (log) => auditOpen(log, run));
}

/** The same with what the HTML report shows besides figures: the log is read again. */
export async function auditReport(inputs: readonly string[], run: RunOptions): Promise<WithExtras<AuditResult>> {
  return withLog(inputs, run, async (log) => ({ ...(await auditOpen(log, run)), extras: await reportOpen(log, run) }));
}

/** The variants of the method over a log. */
export async function ablateLog(
  inputs: readonly string[],
  run: RunOptions,
  request: AblateRequest,
): Promise<AblateResult> {
  return withLog(inputs, run, (log) => ablateOpen(log, run, request));
}

/** The same with what the HTML report shows besides figures. */
export async function ablateReport(
  inputs: readonly string[],
  run: RunOptions,
  request: AblateRequest,
): Promise<WithExtras<AblateResult>> {
  return withLog(inputs, run, async (log) => ({
    ...(await ablateOpen(log, run, request)),
    extras: await reportOpen(log, run),
  }));
}

/** Credit rules side by side. */
export async function compareLog(
  inputs: readonly string[],
  run: RunOptions,
  rules: readonly RuleName[],
): Promise<CompareResult> {
  return withLog(inputs, run, (log) => compareOpen(log, run, rules));
}

/** Writes a log again with corrected advantages. */
export async function correctLog(
  inputs: readonly string[],
  run: RunOptions,
  output: CorrectOutput,
): Promise<CorrectSummary> {
  return withLog(inputs, run, (log) => correctOpen(log, inputs, run, output));
}

/** One rollout or group, turn by turn. */
export async function explainLog(
  inputs: readonly string[],
  run: RunOptions,
  which: ExplainTarget,
): Promise<ExplainResult> {
  return withLog(inputs, run, (log) => explainOpen(log, run, which));
}

/** What a log is, as the tool understands it. */
export async function inspectLog(inputs: readonly string[], run: RunOptions): Promise<InspectResult> {
  return withLog(inputs, run, (log) => inspectOpen(log, run));
}

/** An audit, or an ablation where a request is given, of one shard of a log, as a partial result. */
export async function shardLog(
  inputs: readonly string[],
  run: RunOptions,
  shard: Shard,
  request: AblateRequest | null,
): Promise<ShardSummary> {
  const { shardPartial } = await import("./pipeline/shard-partial.js");
  return shardPartial(inputs, run, shard, request);
}

/** Writes the files of one shard with corrected advantages. */
export async function correctShard(
  inputs: readonly string[],
  run: RunOptions,
  shard: Shard,
  output: CorrectOutput,
): Promise<CorrectSummary> {
  const { log, paths } = await openOwnFiles(inputs, run, shard);
  try {
    const named = paths.length === 1 ? inputs : paths; // where the log has several files, --out is a folder
    return await correctOpen(log, named, run, output);
  } finally {
    await log.close();
  }
}

/** Whether a file is a whole partial result of this very shard of this very run. */
export async function isPartialOf(
  path: string,
  run: RunOptions,
  shard: Shard,
  request: AblateRequest | null,
): Promise<boolean> {
  const { isPartial } = await import("./pipeline/merge-partials.js");
  return isPartial(path, run, shard, request);
}

/** The result of a whole log from the partial results of its shards. */
export async function mergeShards(paths: readonly string[]): Promise<AuditResult | AblateResult> {
  const { mergePartials } = await import("./pipeline/merge-partials.js"); // its schemas are half of the start-up time
  return mergePartials(paths);
}

async function withLog<T>(inputs: readonly string[], run: RunOptions, work: (log: OpenLog) => Promise<T>): Promise<T> {
  const log = await openLog(inputs, run);
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}
