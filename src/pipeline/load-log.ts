import { Condenser } from "../match/condense.js";
import type { InputSummary, RejectionSummary, Warning } from "../model/audit.js";
import type { CompactRollout } from "../model/compact.js";
import { RejectedError } from "../model/errors.js";
import type { MethodOptions } from "../model/options.js";
import type { Rejection, Rollout } from "../model/rollout.js";
import type { RunOptions } from "../model/run.js";
import type { Need } from "../normalise/dialect.js";
import type { OpenLog } from "./open-log.js";
import { isRejection, readRollouts } from "./read-rollouts.js";

/** A log as the later stages need it. */
export interface LoadedLog {
  readonly rollouts: readonly CompactRollout[];
  readonly rejections: readonly Rejection[];
  readonly inputs: readonly InputSummary[];
  readonly rows: number;
  /** Things put up with in lenient mode. */
  readonly warnings: readonly Warning[];
}

/** What every command reads: token spans are checked always, so that no command accepts what another rejects. */
export function needOf(method: MethodOptions): Need {
  return { tokens: true, advantages: method.estimator === "logged", logprobs: false };
}

/**
 * Reads a whole log into compact rollouts. `onRollout` sees each rollout in full as it passes.
 * @throws RejectedError in strict mode, after all rows were looked at, so that it can say how many.
 */
export async function loadLog(
  log: OpenLog,
  run: RunOptions,
  onRollout: (rollout: Rollout, compact: CompactRollout) => void = () => {},
  need: Need = needOf(run.method),
): Promise<LoadedLog> {
  const condenser = new Condenser(run.method, run.method.successThreshold, need.logprobs);
  const rollouts: CompactRollout[] = [];
  const rejections: Rejection[] = [];
  const rows = log.files.map(() => 0);
  const notes = new Map<string, number>();
  for await (const read of readRollouts(log, run, need)) {
    const file = read.file.file.index;
    rows[file] = (rows[file] ?? 0) + 1;
    for (const note of read.notes) notes.set(note, (notes.get(note) ?? 0) + 1);
    for (const found of read.results) {
      const result = isRejection(found) ? found : requireAdvantage(found, run.method);
      if (isRejection(result)) {
        rejections.push(result);
        continue;
      }
      const compact = condenser.condense(result);
      rollouts.push(compact);
      onRollout(result, compact);
    }
  }
  return { ...finishLoading(log, run, { rejections, rows, notes }), rollouts };
}

/** What a log came to: rows of each file, rejected records, and what was put up with. */
export interface Loading {
  readonly rejections: readonly Rejection[];
  readonly rows: readonly number[];
  readonly notes: ReadonlyMap<string, number>;
}

/**
 * Sums up a loading.
 * @throws RejectedError in strict mode.
 */
export function finishLoading(log: OpenLog, run: RunOptions, loading: Loading): Omit<LoadedLog, "rollouts"> {
  const { rejections, rows, notes } = loading;
  const paths = log.files.map(({ file }) => file.path);
  if (rejections.length > 0 && !run.log.lenient) throw new RejectedError(rejections, paths);
  return {
    rejections,
    inputs: log.files.map(({ file, dialect }, i) => ({
      path: file.path,
      format: file.format,
      dialect: dialect.name,
      rows: rows[i] ?? 0,
    })),
    rows: rows.reduce((a, b) => a + b, 0),
    warnings: [...notes].map(([note, count]) => lenientWarning(note, count)),
  };
}

export function lenientWarning(note: string, count: number): Warning {
  return { code: "lenient", message: `${count} record(s): ${note}` };
}

/** With `--estimator logged` a rollout without a logged advantage is rejected: missing is never 0. */
export function requireAdvantage(rollout: Rollout, method: MethodOptions): Rollout | Rejection {
  if (method.estimator !== "logged" || rollout.loggedAdvantage !== null || rollout.tokens?.advantages) return rollout;
  return {
    place: rollout.place,
    reason: "advantage missing",
    field: "advantage",
    expected: "a number, because of --estimator logged",
    found: "nothing",
  };
}

/** Rejections by reason, in order of first occurrence. */
export function summariseRejections(rejections: readonly Rejection[], paths: readonly string[]): RejectionSummary[] {
  const byReason = new Map<string, { count: number; first: Rejection }>();
  for (const rejection of rejections) {
    const known = byReason.get(rejection.reason);
    if (known === undefined) byReason.set(rejection.reason, { count: 1, first: rejection });
    else known.count++;
  }
  return [...byReason].map(([reason, { count, first }]) => ({
    reason,
    count,
    first: { path: paths[first.place.file] ?? "", row: first.place.row },
  }));
}
