import type { InputFile, RawRow } from "../model/record.js";
import type { Rejection, Rollout } from "../model/rollout.js";
import type { Dialect, DialectContext } from "./dialect.js";
import { isFault } from "./fault.js";
import { finish } from "./finish.js";
import type { NormaliseOptions } from "./options.js";
import { withoutNullMembers } from "./without-null-members.js";

/** What a record gave. */
export interface Normalised {
  /** In order of the rollouts in the record. */
  readonly results: readonly (Rollout | Rejection)[];
  /** What was put up with, once for each rollout (lenient only). */
  readonly notes: readonly string[];
}

/** The rollouts of one record. Whatever is wrong with it comes back as rejections; nothing in a log makes this throw. */
export function normaliseRow(row: RawRow, file: InputFile, dialect: Dialect, options: NormaliseOptions): Normalised {
  const context: DialectContext = {
    path: file.path,
    format: file.format,
    row: row.row,
    need: options.need,
    map: options.log.map,
  };
  const results: (Rollout | Rejection)[] = [];
  const notes: string[] = [];
  const record = withoutNullMembers(row.value, file.format);
  for (const draft of dialect.drafts(record, context)) {
    const place = { file: file.index, row: row.row, item: results.length };
    const done = isFault(draft) ? draft : finish(draft, record, { place, path: file.path, dialect }, options);
    if (isFault(done)) results.push({ ...done, place });
    else results.push(done.rollout);
    if (!isFault(done) && done.dropped !== null) notes.push(done.dropped);
  }
  return { results, notes };
}
