import { idKey } from "../json/id.js";
import type { CompactRollout } from "../model/compact.js";
import { InputError, RejectedError } from "../model/errors.js";
import type { PartialCount, PartialFile, PartialLog, Shard } from "../model/partial.js";
import { comparePlaces, type Place } from "../model/place.js";
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
import { readShardLines } from "./shard-lines.js";
import { Condensing, RecordReader } from "./threads/record-reader.js";

/**
 * Reads the rollouts of a shard lot by lot, each lot in input order: batch by batch where files are batches, so that one
 * batch at a time is in memory, else all at once. `onRollout`, where it is given, sees each rollout in full as it passes.
 */
export class ShardReader {
  private rollouts: CompactRollout[] = [];
  private condensing: Condensing;
  private readonly reads = new Map<ShardFile, PartialFile["read"]>();
  private readonly rejections: Rejection[] = [];
  private readonly notes: { readonly what: string; readonly place: Place }[] = [];
  private done = 0;

  constructor(
    private readonly log: ShardLog,
    private readonly run: RunOptions,
    private readonly shard: Shard,
    private readonly need: Need,
    private readonly onRollout: ((rollout: Rollout) => void) | null,
  ) {
    this.condensing = this.newCondensing();
  }

  /**
   * @throws InputError where a row's batch is not the one that its file's name or its first look said.
   */
  async *lots(): AsyncGenerator<readonly CompactRollout[]> {
    for (const files of lotsOf(this.log.files)) {
      this.rollouts = [];
      this.condensing = this.newCondensing();
      for (const [file, log] of files) this.reads.set(file, await this.read(file, log));
      yield this.rollouts;
    }
  }

  /**
   * What the shard says of the log, once all lots are read.
   * @throws RejectedError in strict mode, for the shard's own records.
   */
  account(): Omit<PartialLog, "grouping"> {
    const { rejections, notes } = this;
    const paths = this.log.files.map(({ path }) => path);
    if (rejections.length > 0 && !this.run.log.lenient) {
      throw new RejectedError(
        rejections.sort((a, b) => comparePlaces(a.place, b.place)),
        paths,
      );
    }
    return {
      files: this.log.files.map((file) => ({ path: file.path, read: this.reads.get(file) ?? null })),
      rejections: countFirst(rejections.map(({ reason, place }) => ({ what: reason, place }))),
      notes: countFirst(notes),
    };
  }

  private newCondensing(): Condensing {
    return new Condensing(this.run.method, this.need.logprobs);
  }

  private async read(file: ShardFile, log: LogFile): Promise<PartialFile["read"]> {
    const fields = wantedFields(log.dialect, this.run.log, this.run.method, this.need);
    const options = { fields, stdin: this.log.stdin, onBytes: (n: number) => this.progress(n) };
    let rows = 0;
    if (this.readsLines(file, log)) {
      rows = await this.readLines(file, log);
    } else if (file.gate === null) {
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

  /** Whether each line that this shard looks at is its own, and nobody asks for rollouts in full. */
  private readsLines({ gate, batch }: ShardFile, log: LogFile): boolean {
    return log.file.format === "jsonl" && this.onRollout === null && (gate !== null || batch !== undefined);
  }

  private readLines(file: ShardFile, { file: input, dialect }: LogFile): Promise<number> {
    const reader = new RecordReader(input, dialect, this.run.log, this.condensing);
    const visitor = {
      rollout: (rollout: CompactRollout) => {
        if (this.isOwn(rollout, file)) this.rollouts.push(rollout);
      },
      rejection: (rejection: Rejection) => this.rejections.push(rejection),
      note: (what: string, row: number) => this.notes.push({ what, place: { file: input.index, row, item: 0 } }),
    };
    const options = { stdin: this.log.stdin, onBytes: (n: number) => this.progress(n) };
    return readShardLines(input, file.gate, reader, visitor, options);
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
    this.rollouts.push(this.condensing.condenser.condense(rollout));
    this.onRollout?.(rollout);
  }

  private isOwn({ batch, place }: Pick<Rollout, "batch" | "place">, file: ShardFile): boolean {
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

/** The shard's files by what must be read together: a batch, where each file is of one; else everything. */
function lotsOf(files: readonly ShardFile[]): (readonly (readonly [ShardFile, LogFile])[])[] {
  const lots = new Map<string, [ShardFile, LogFile][]>();
  const named = files.every(({ log, batch }) => log === null || batch !== undefined);
  for (const file of files) {
    if (file.log === null) continue;
    const key = named ? idKey(file.batch ?? null) : "";
    const lot = lots.get(key) ?? [];
    lots.set(key, lot);
    lot.push([file, file.log]);
  }
  return [...lots.values()];
}

function countFirst(all: { readonly what: string; readonly place: Place }[]): PartialCount[] {
  all.sort((a, b) => comparePlaces(a.place, b.place));
  const counts = new Map<string, PartialCount>();
  for (const { what, place } of all) {
    const known = counts.get(what);
    counts.set(what, known ? { ...known, count: known.count + 1 } : { what, count: 1, first: place });
  }
  return [...counts.values()];
}
