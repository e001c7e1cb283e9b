import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ruleCredits } from "../analyse/compare/rule-credits.js";
import { RULES } from "../credit/rules/registry.js";
import { sidecarRows } from "../credit/sidecar-rows.js";
import { groupRollouts } from "../group/group-rollouts.js";
import type { AuditResult, Funnel } from "../model/audit.js";
import type { CorrectSummary } from "../model/correct-summary.js";
import { UsageError } from "../model/errors.js";
import type { RuleName } from "../model/names.js";
import type { InputFile } from "../model/record.js";
import type { ParquetLayout, WriteTo } from "../model/row-correction.js";
import type { RunOptions } from "../model/run.js";
import type { SidecarRow } from "../model/sidecar-row.js";
import { loadTokenizer } from "../read/tokenizer/load-tokenizer.js";
import { writeCorrected } from "../write/correct-file.js";
import { writeSidecar } from "../write/sidecar.js";
import { auditLoaded } from "./audit-log.js";
import { auditOpen } from "./audit-open.js";
import { Corrections } from "./corrections.js";
import { loadLog } from "./load-log.js";
import type { OpenLog } from "./open-log.js";
import { noteSpilled, type Scratch, withScratch } from "./scratch.js";
import { checkTokensToWrite, checkWriteTo, writtenTo } from "./write-to.js";

export interface CorrectOutput {
  /** A file for one input file, a folder for several or a folder; null: no copy of the log. */
  readonly out: string | null;
  readonly sidecar: string | null;
  readonly force: boolean;
  readonly parquetLayout: ParquetLayout;
  /** The member `tapo` where not given. */
  readonly writeTo?: WriteTo;
  /** `tokenizer.json` of the policy, for a log of response texts without tokens. */
  readonly tokenizer?: string | null;
  /** TAPO where not given. */
  readonly rule?: RuleName;
}

/**
 * Audits an open log, then writes it again with corrected advantages (CONTRACT, `correct`).
 * @throws UsageError before any work where the outputs cannot be what was asked for.
 */
export async function correctOpen(
  log: OpenLog,
  inputs: readonly string[],
  given: RunOptions,
  output: CorrectOutput,
): Promise<CorrectSummary> {
  const run = output.tokenizer ? { ...given, tokenize: await loadTokenizer(output.tokenizer) } : given;
  const targets = output.out === null ? [] : await targetsOf(log, inputs, output.out);
  if (output.out === null && output.sidecar === null)
    throw new UsageError("name an output: --out PATH or --sidecar PATH");
  checkWriteTo(log.files, output.writeTo ?? "tapo");
  return withScratch(run, (scratch) => correctWith(scratch, log, run, output, targets));
}

async function correctWith(
  scratch: Scratch,
  log: OpenLog,
  run: RunOptions,
  output: CorrectOutput,
  targets: readonly Target[],
): Promise<CorrectSummary> {
  const { rule = "tapo", writeTo = "tapo" } = output;
  const paths = log.files.map(({ file }) => file.path);
  const corrections = new Corrections(paths, output.sidecar !== null, scratch);
  const audit =
    rule === "tapo" && run.method.estimator !== "logged" && run.tokenize === undefined
      ? await auditOpen(log, run, corrections, scratch)
      : await correctLoaded(log, run, rule, corrections);
  noteSpilled(run, "corrections", corrections.spilledBytes);
  checkTokensToWrite(log.files, () => corrections.firstWithoutTokens(), writeTo, run.log.lenient);
  const outputs = [];
  for (const { file, path } of targets) {
    const options = { force: output.force, parquetLayout: output.parquetLayout, inputs: paths, stdin: log.stdin };
    const logFile = log.files[file.index];
    const own = corrections.ofFile(file.index);
    const tokensOf = (row: number) => corrections.tokensOfRow(file.index, row);
    const written = logFile === undefined ? own : writtenTo(logFile, own, tokensOf, writeTo);
    await writeCorrected(file, path, written, options);
    outputs.push({ path, rows: audit.inputs[file.index]?.rows ?? 0 });
  }
  if (output.sidecar !== null) {
    await writeSidecar(output.sidecar, sidecarOf(corrections, paths, run), { force: output.force, inputs: paths });
    outputs.push({ path: output.sidecar, rows: corrections.turns });
  }
  return {
    schema: "tapo.correct/1",
    version: audit.version,
    conventions: audit.conventions,
    grouping: audit.grouping,
    funnel: audit.funnel satisfies Funnel,
    outputs,
    ...(rule === "tapo" ? {} : { rule }),
    corrected: corrections.counts(),
    rejections: audit.rejections,
    warnings: audit.warnings,
  };
}

/** Corrections that need more of the log than its credits: another rule's, and logged advantages token by token. */
async function correctLoaded(
  log: OpenLog,
  run: RunOptions,
  rule: RuleName,
  corrections: Corrections,
): Promise<AuditResult> {
  const keepsLogged = run.method.estimator === "logged" && rule === "tapo";
  const loaded = await loadLog(log, run, (rollout, compact) => {
    const perToken = rollout.tokens?.advantages;
    if (keepsLogged && perToken) corrections.logged.set(compact, Float64Array.from(perToken));
  });
  const byUser = run.log.groupBy.length > 0;
  const audit = auditLoaded(loaded, run.method, byUser, (_group, credits) => {
    if (rule === "tapo") corrections.add(credits);
  });
  if (rule === "tapo") return audit;
  const { batches } = groupRollouts(loaded.rollouts, run.method, byUser);
  for (const credit of ruleCredits(batches, RULES[rule], run.method)) corrections.add([credit]);
  return audit;
}

function* sidecarOf(corrections: Corrections, paths: readonly string[], run: RunOptions): Generator<SidecarRow> {
  for (const credit of corrections.all()) yield* sidecarRows(credit, paths, run.method.parallelCalls);
}

interface Target {
  readonly file: InputFile;
  readonly path: string;
}

/** Where each file goes: one file to `out` itself, several or a folder's to their names below it. Two of one name are refused. */
async function targetsOf(log: OpenLog, inputs: readonly string[], out: string): Promise<Target[]> {
  const files = log.files.map(({ file }) => file);
  const [first, ...rest] = files;
  if (first === undefined) return [];
  if (rest.length === 0 && inputs.length === 1 && !(await isFolder(inputs[0] ?? "")))
    return [{ file: first, path: out }];
  const taken = new Map<string, string>();
  return files.map((file) => {
    const other = taken.get(file.name);
    if (other !== undefined) {
      throw new UsageError(
        `${other} and ${file.path} would both be written to ${join(out, file.name)}; correct them apart`,
      );
    }
    taken.set(file.name, file.path);
    return { file, path: join(out, file.name) };
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
