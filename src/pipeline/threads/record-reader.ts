import type { DigestedObservations } from "../../match/digested-observations.js";
import { type InputFile, isFault } from "../../model/record.js";
import type { Rejection } from "../../model/rollout.js";
import type { Dialect } from "../../normalise/dialect.js";
import { type Normalised, normaliseRow } from "../../normalise/normalise.js";
import type { NormaliseOptions } from "../../normalise/options.js";
import { type AbridgedFields, AbridgedParser } from "../../read/abridged-record.js";
import { RecordParser } from "../../read/record-parser.js";
import { isRejection, wantedFields } from "../read-rollouts.js";

/** Dialects whose conversations are chat messages in OpenAI's shape, by name, with the fields read in a short way. */
const ABRIDGED: ReadonlyMap<string, AbridgedFields> = new Map([
  ["tapo", { messages: "messages", mask: "response_mask" }],
]);

/**
 * Reads records of one file for condensing. Observations are digested from the bytes where a record allows; any other
 * record, and any that something is wrong with, is read the general way: the same rollouts, the same messages.
 */
export class RecordReader {
  private readonly general: RecordParser;
  private readonly abridged: AbridgedParser | null;

  constructor(
    private readonly file: InputFile,
    private readonly dialect: Dialect,
    private readonly options: NormaliseOptions,
    private readonly observations: DigestedObservations,
  ) {
    const { log, need, successField } = options;
    const fields = wantedFields(dialect, log, { successField }, need);
    this.general = new RecordParser(fields, file.index);
    const short = ABRIDGED.get(dialect.name);
    const named = [...log.groupBy, log.batchBy, log.reward, successField, ...log.map.values()];
    const looksInto = named.some((path) => {
      const top = path?.split(/[.[]/)[0];
      return top === short?.messages || top === short?.mask;
    });
    const digest = (bytes: Buffer, start: number, end: number) => this.observations.digest(bytes, start, end);
    this.abridged = short && fields && !looksInto ? new AbridgedParser(fields, short, digest) : null;
  }

  /** What the record in `[start, end)` of a block gives; its rollouts are to be condensed before the next is read. */
  read(bytes: Buffer, start: number, end: number, offset: number, row: number): Normalised | Rejection {
    this.observations.clear();
    const value = this.abridged?.parse(bytes, start, end) ?? null;
    if (value !== null) {
      const raw = { row, value, bytes: [offset + start, offset + end] } as const;
      const normalised = normaliseRow(raw, this.file, this.dialect, this.options);
      if (normalised.notes.length === 0 && !normalised.results.some(isRejection)) return normalised;
    }
    this.observations.clear();
    const raw = this.general.record(bytes, start, end, offset, row);
    return isFault(raw) ? raw : normaliseRow(raw, this.file, this.dialect, this.options);
  }
}
