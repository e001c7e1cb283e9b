import { readFile } from "node:fs/promises";
import { decodePartial } from "../analyse/partial/decode.js";
import { MergeSums } from "../analyse/partial/merge-sums.js";
import type { Partial, PartialAccount } from "../analyse/partial/partial.js";
import { mergeVariants } from "../analyse/partial/shard-variants.js";
import { rangeWarnings } from "../analyse/range-warnings.js";
import { describeGrouping } from "../group/describe-grouping.js";
import { mergeFacts, partsDisagree } from "../group/merge-facts.js";
import { parseJson } from "../json/parse.js";
import type { AblateRequest, AblateResult } from "../model/ablation.js";
import type { AuditResult, InputSummary } from "../model/audit.js";
import { InputError } from "../model/errors.js";
import type { PartialCount, PartialHeader, Shard } from "../model/partial.js";
import { comparePlaces } from "../model/place.js";
import type { RunOptions } from "../model/run.js";
import { VERSION } from "../model/version.js";
import { auditResult, type LogAccount } from "./audit-log.js";
import { lenientWarning } from "./load-log.js";
import { checkPartials, checkSameRun, headerDifference, type NamedPartial } from "./merge-check.js";
import { headerOf } from "./shard-partial.js";

/**
 * The result of a whole log from the partial results of all of its shards: the same to the byte as without shards.
 * @throws InputError where the files do not belong together, a shard is missing, or the shards saw different logs.
 */
export async function mergePartials(paths: readonly string[]): Promise<AuditResult | AblateResult> {
  const named: NamedPartial[] = [];
  let sums: MergeSums | null = null;
  for (const path of paths) {
    const partial = await readPartial(path);
    const { header, log, tallies } = partial;
    named.push({ path, partial: { header, log, tallies } });
    checkSameRun(named);
    sums ??= new MergeSums(header);
    sums.add(partial);
  }
  const { header, partials } = checkPartials(named);
  const { method, request } = header;
  sums ??= new MergeSums(header);
  const figures = sums.audit(partials.flatMap(({ tallies }) => tallies));
  const audit = auditResult(accountOf(partials, header), figures, method);
  if (request === null) return audit;
  const ablations = sums.ablations();
  const variants = mergeVariants(ablations, method, request);
  return {
    schema: "tapo.ablation/1",
    version: VERSION,
    conventions: audit.conventions,
    inputs: audit.inputs,
    grouping: audit.grouping,
    funnel: audit.funnel,
    loggedRatios: ablations.some(({ loggedRatios }) => loggedRatios),
    variants,
    gates: [],
    rejections: audit.rejections,
    warnings: [...audit.warnings, ...rangeWarnings(variants)],
  };
}

/** Reads one partial. Throws as `mergePartials`. */
export async function readPartial(path: string): Promise<Partial> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new InputError(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    return decodePartial(parseJson(text), path, VERSION);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InputError(`${path}: no partial result: not JSON: ${error.message}`);
    throw error;
  }
}

/** Whether a file is a whole partial result of this very shard of this very run. */
export async function isPartial(
  path: string,
  run: RunOptions,
  shard: Shard,
  request: AblateRequest | null,
): Promise<boolean> {
  const partial = await readPartial(path).catch(() => null);
  if (partial === null) return false;
  const { header } = partial;
  const same = header.shard.index === shard.index && header.shard.count === shard.count;
  return same && headerDifference(header, headerOf(run, shard, request)) === null;
}

function accountOf(partials: readonly PartialAccount[], { log: { groupBy } }: PartialHeader): LogAccount {
  const facts = partials.flatMap(({ log }) => log.grouping);
  const byUser = groupBy.length > 0;
  const problem = partsDisagree(facts, byUser);
  if (problem !== null) {
    throw new InputError(
      `the shards cannot be merged: ${problem}. Name the fields of the group with --group-by, or run without --shard`,
    );
  }
  const inputs = mergeInputs(partials);
  const rejections = mergeCounts(partials.flatMap(({ log }) => log.rejections));
  return {
    inputs,
    rows: inputs.reduce((sum, { rows }) => sum + rows, 0),
    rejected: rejections.reduce((sum, { count }) => sum + count, 0),
    rejections: rejections.map(({ what, count, first }) => ({
      reason: what,
      count,
      first: { path: inputs[first.file]?.path ?? "", row: first.row },
    })),
    warnings: mergeCounts(partials.flatMap(({ log }) => log.notes)).map(({ what, count }) =>
      lenientWarning(what, count),
    ),
    grouping: describeGrouping(mergeFacts(facts), byUser),
  };
}

function mergeCounts(all: readonly PartialCount[]): PartialCount[] {
  const counts = new Map<string, PartialCount>();
  for (const one of [...all].sort((a, b) => comparePlaces(a.first, b.first))) {
    const known = counts.get(one.what);
    counts.set(one.what, known ? { ...known, count: known.count + one.count } : one);
  }
  return [...counts.values()];
}

/** What the shards that read a file say of it: all the same. */
function mergeInputs(partials: readonly PartialAccount[]): InputSummary[] {
  const files = partials[0]?.log.files ?? [];
  return files.map(({ path }, i) => {
    const [read, ...others] = partials.flatMap(({ log }) => log.files[i]?.read ?? []);
    if (read === undefined) throw new InputError(`${path}: no shard read it; make the partials again`);
    const changed = others.some(
      ({ format, dialect, rows }) => format !== read.format || dialect !== read.dialect || rows !== read.rows,
    );
    if (changed) throw new InputError(`${path}: not the same file to every shard; it changed while they read it`);
    return { path, ...read };
  });
}
