import { idKey } from "../json/id.js";
import { Condenser } from "../match/condense.js";
import type { CompactRollout } from "../model/compact.js";
import { InputError, RejectedError } from "../model/errors.js";
import type { PartialCount, PartialFile, PartialLog, Shard } from "../model/partial.js";
import type { Place } from "../model/place.js";
import { isFault, type RowOrFault } from "../model/record.js";
import type { Rejection, Rollout } from "../model/rollout.js";
import type { RunOptions } from "../model/run.js";
import type { Need } from "../normalise/dialect.js";
import { normaliseRow } from "../normalise/normalise.js";
import { shardOf } from "../parallel/shard.js";
import { readGatedRows } from "../read/gated-rows.js";
import { readRows } from "../read/rows.js";
import { requireAdvantage } from "./load-log.js";
import type { LogFile } from "./open-log.js";
import { isRejection, wantedFields } from "./read-rollouts.js";
import type { ShardFile, ShardLog } from "./shard-files.js";

/** A shard's rollouts in input order, and what it says of the log. */
export interface LoadedShard extends Omit<PartialLog, "grouping"> {
  readonly rollouts: readonly CompactRollout[];
}

/**
 * Reads the rollouts of a shard. `onRollout` sees each in full as it passes.
 * @throws RejectedError in strict mode, for the shard's own records.
 * @throws InputError where a row's batch is not the one that its file's name or its first look said.
 */
export async function loadShard(
  log: ShardLog,
  run: RunOptions,
  shard: Shard,
  need: Need,
  onRollout: (rollout: Rollout, compact: CompactRollout) => void = () => {},
): Promise<LoadedShard> {
  const loader = new ShardLoader(run, shard, need, onRollout);
  const files: PartialFile[] = [];
  for (const file of log.files) {
    const read = file.log === null ? null : await loader.read(file, file.log, log);
    files.push({ path: file.path, read });
  }
  const { rollouts, rejections, notes } = loader;
  const paths = files.map(({ path }) => path);
  if (rejections.length > 0 && !run.log.lenient) throw new RejectedError(rejections, paths);
  const reasons = rejections.map(({ reason, place }) => ({ what: reason, place }));
  return { rollouts, files, rejections: countFirst(reasons), notes: countFirst(notes) };
}

class ShardLoader {
  readonly rollouts: CompactRollout[] = [];
  readonly rejections: Rejection[] = [];
  readonly notes: { readonly what: string; readonly place: Place }[] = [];
  private readonly condenser: Condenser;
  private done = 0;

  constructor(
    private readonly run: RunOptions,
    private readonly shard: Shard,
    private readonly need: Need,
    private readonly onRollout: (rollout: Rollout, compact: CompactRollout) => void,
  ) {
    this.condenser = new Condenser(run.method, run.method.successThreshold, need.logprobs);
  }

  async read(file: ShardFile, log: LogFile, { stdin }: ShardLog): Promise<NonNullable<PartialFile["read"]>> {
    const fields = wantedFields(log.dialect, this.run.log, this.run.method, this.need);
    const options = { fields, stdin, onBytes: (n: number) => this.progress(n) };
    let rows = 0;
    if (file.gate === null) {
      for await (const batch of readRows(log.file, options)) {
        rows += batch.length;
        for (const row of batch) this.row(row, file, log);
      }
    } else {
      for await (const gated of readGatedRows(log.file, options, file.gate)) {
        rows += gated.rows.length + gated.skipped;
        for (const row of gated.rows) this.row(row, file, log);
      }
    }
    return { format: log.file.format, dialect: log.dialect.name, rows };
  }

  private progress(bytes: number): void {
    this.done += bytes;
    this.run.onProgress?.({ stage: "reading", done: this.done, total: null, unit: "bytes" });
  }

  private row(row: RowOrFault, file: ShardFile, { file: input, dialect }: LogFile): void {
    const { log, method } = this.run;
    const options = { log, successField: method.successField, lenient: log.lenient, need: this.need };
    const { results, notes } = isFault(row)
      ? { results: [row], notes: [] }
      : normaliseRow(row, input, dialect, options);
    // Where only rollouts tell their batch, every shard reads every row: what is not of a batch is told by the first shard.
    const tells = file.gate !== null || file.batch !== undefined || this.shard.index === 0;
    const place = { file: input.index, row: isFault(row) ? row.place.row : row.row, item: 0 };
    if (tells) for (const note of notes) this.notes.push({ what: note, place });
    for (const found of results) {
      if (isRejection(found)) {
        if (tells) this.rejections.push(found);
      } else if (this.isOwn(found, file)) this.keep(requireAdvantage(found, method), found);
    }
  }

  private keep(checked: Rollout | Rejection, rollout: Rollout): void {
    if (isRejection(checked)) {
      this.rejections.push(checked);
      return;
    }
    const compact = this.condenser.condense(rollout);
    this.rollouts.push(compact);
    this.onRollout(rollout, compact);
  }

  private isOwn({ batch, place }: Rollout, file: ShardFile): boolean {
    const own = shardOf(batch, this.shard.count) === this.shard.index;
    const expected = file.batch === undefined ? own || file.gate === null : idKey(file.batch) === idKey(batch);
    if (expected) return own;
    const said = file.batch === undefined ? "a field that stands twice in it" : "its file's name";
    throw new InputError(
      `${file.path}: row ${place.row} is of batch ${idKey(batch)}, which is not what ${said} says; ` +
        "a shard cannot know its rows: name the field that holds the batch with --batch-by",
    );
  }
}

function countFirst(all: readonly { readonly what: string; readonly place: Place }[]): PartialCount[] {
  const counts = new Map<string, PartialCount>();
  for (const { what, place } of all) {
    const known = counts.get(what);
    counts.set(what, known ? { ...known, count: known.count + 1 } : { what, count: 1, first: place });
  }
  return [...counts.values()];
}
