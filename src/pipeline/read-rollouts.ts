import type { MethodOptions } from "../model/options.js";
import { isFault, type RawRow } from "../model/record.js";
import type { Rejection, Rollout } from "../model/rollout.js";
import type { LogOptions, RunOptions } from "../model/run.js";
import type { Dialect, Need } from "../normalise/dialect.js";
import { normaliseRow } from "../normalise/normalise.js";
import { readRows } from "../read/rows.js";
import type { LogFile, OpenLog } from "./open-log.js";

/** What one row of a file gave. */
export interface ReadRow {
  readonly file: LogFile;
  readonly row: number;
  /** The record; null where the row could not be read. */
  readonly raw: RawRow | null;
  readonly results: readonly (Rollout | Rejection)[];
  /** Things put up with in lenient mode, to be counted. */
  readonly notes: readonly string[];
}

export function isRejection(result: Rollout | Rejection): result is Rejection {
  return "reason" in result;
}

/** Reads and normalises every row of a log, in input order. */
export async function* readRollouts(log: OpenLog, run: RunOptions, need: Need): AsyncGenerator<ReadRow> {
  const options = {
    log: run.log,
    successField: run.method.successField,
    lenient: run.log.lenient,
    need,
    tokenize: run.tokenize,
  };
  let done = 0;
  const onBytes = (n: number) => {
    done += n;
    run.onProgress?.({ stage: "reading", done, total: null, unit: "bytes" });
  };
  for (const file of log.files) {
    const fields = wantedFields(file.dialect, run.log, run.method, need);
    for await (const rows of readRows(file.file, { fields, stdin: log.stdin, onBytes })) {
      for (const raw of rows) {
        if (isFault(raw)) {
          yield { file, row: raw.place.row, raw: null, results: [raw], notes: [] };
        } else {
          const { results, notes } = normaliseRow(raw, file.file, file.dialect, options);
          yield { file, row: raw.row, raw, results, notes };
        }
      }
    }
  }
}

/** Top-level fields that the dialect and the user's own options read; null for all. */
export function wantedFields(
  dialect: Dialect,
  log: LogOptions,
  method: Pick<MethodOptions, "successField">,
  need: Need,
): readonly string[] | null {
  const fields = dialect.fields(need);
  if (fields === null) return null;
  const named = [...log.groupBy, log.batchBy, log.reward, method.successField, ...log.map.values()];
  const own = named.flatMap((name) => (name === null ? [] : [name, name.split(".")[0] ?? name]));
  return [...new Set([...fields, ...own])];
}
