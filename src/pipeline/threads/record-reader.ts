import { Condenser } from "../../match/condense.js";
import { DigestedObservations } from "../../match/digested-observations.js";
import type { CompactRollout, Observation } from "../../model/compact.js";
import type { MethodOptions } from "../../model/options.js";
import { type InputFile, isFault, type RowOrFault } from "../../model/record.js";
import type { Rejection } from "../../model/rollout.js";
import type { LogOptions } from "../../model/run.js";
import type { Dialect } from "../../normalise/dialect.js";
import { normaliseRow } from "../../normalise/normalise.js";
import type { NormaliseOptions } from "../../normalise/options.js";
import { RecentBytes } from "../../read/recent-bytes.js";
import { RecordParser } from "../../read/record-parser.js";
import { DirectReader, readsDirectly } from "../direct/direct-reader.js";
import { needOf, requireAdvantage } from "../load-log.js";
import { isRejection, wantedFields } from "../read-rollouts.js";

/** What a thread's readers share, so that equal observations of all files are one. */
export class Condensing {
  readonly observations = new DigestedObservations(new RecentBytes<Observation>());
  readonly condenser: Condenser;

  constructor(
    readonly method: MethodOptions,
    /** Keep what the objectives need of log-probabilities. */
    withRatios = false,
  ) {
    this.condenser = new Condenser(method, method.successThreshold, withRatios, this.observations);
  }
}

/** Told what the records of a file hold, in order. */
export interface RecordVisitor {
  rollout(rollout: CompactRollout): void;
  rejection(rejection: Rejection): void;
  note(note: string, row: number): void;
}

/**
 * Reads records of one file into what matching needs: directly where that can be done, else the general way; the same
 * rollouts, the same messages.
 */
export class RecordReader {
  readonly #general: RecordParser;
  readonly #direct: DirectReader | null;
  readonly #options: NormaliseOptions;
  /** Records that were read directly. */
  direct = 0;

  constructor(
    private readonly file: InputFile,
    private readonly dialect: Dialect,
    log: LogOptions,
    private readonly condensing: Condensing,
  ) {
    const { method, condenser, observations } = condensing;
    const options = { log, successField: method.successField, lenient: log.lenient, need: needOf(method) };
    this.#options = options;
    this.#general = new RecordParser(wantedFields(dialect, log, method, options.need), file.index);
    this.#direct = readsDirectly(dialect, options)
      ? new DirectReader(file, dialect, options, condenser, observations)
      : null;
  }

  /** What the record in `[start, end)` of a block that begins at `offset` of the file gives. */
  read(bytes: Buffer, start: number, end: number, offset: number, row: number, visitor: RecordVisitor): void {
    const rollout = this.#direct?.read(bytes, start, end, row) ?? null;
    if (rollout === null) {
      this.#generally(this.#general.record(bytes, start, end, offset, row), visitor);
      return;
    }
    this.direct++;
    visitor.rollout(rollout);
  }

  tooLong(bytes: Buffer, row: number): Rejection {
    return this.#general.tooLong(row, bytes);
  }

  #generally(raw: RowOrFault, visitor: RecordVisitor): void {
    if (isFault(raw)) {
      visitor.rejection(raw);
      return;
    }
    const { results, notes } = normaliseRow(raw, this.file, this.dialect, this.#options);
    for (const note of notes) visitor.note(note, raw.row);
    for (const found of results) {
      const result = isRejection(found) ? found : requireAdvantage(found, this.condensing.method);
      if (isRejection(result)) visitor.rejection(result);
      else visitor.rollout(this.condensing.condenser.condense(result));
    }
  }
}
