import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isObject } from "../../src/json/field.js";
import { parseJson } from "../../src/json/parse.js";
import type { JsonObject, JsonValue } from "../../src/model/json.js";
import type { InputFile } from "../../src/model/record.js";
import type { Rejection, Rollout } from "../../src/model/rollout.js";
import type { LogOptions } from "../../src/model/run.js";
import { detectDialect } from "../../src/normalise/detect.js";
import type { Need } from "../../src/normalise/dialect.js";
import { normaliseRow } from "../../src/normalise/normalise.js";
import { dialectByName } from "../../src/normalise/registry.js";

const REAL_LOGS = resolve(import.meta.dirname, "../../../shared/real-logs");

export const LOG: LogOptions = {
  dialect: null,
  groupBy: [],
  batchBy: null,
  reward: null,
  map: new Map(),
  lenient: false,
};
export const NEED: Need = { tokens: true, advantages: true, logprobs: true };

export interface Run {
  readonly log?: Partial<LogOptions>;
  readonly path?: string;
  readonly successField?: string;
  readonly need?: Partial<Need>;
}

export function inputFile(path = "log.jsonl"): InputFile {
  return { index: 0, path, name: path, format: "jsonl", compression: "none" };
}

/** What records give in a dialect. */
export function normalise(dialect: string, records: readonly JsonValue[], run: Run = {}) {
  const found = dialectByName(dialect);
  if (found === null) throw new Error(`no dialect ${dialect}`);
  const log = { ...LOG, ...run.log };
  const options = {
    log,
    successField: run.successField ?? null,
    lenient: log.lenient,
    need: { ...NEED, ...run.need },
  };
  return records.map((value, row) => {
    if (!isObject(value)) throw new Error("a record is an object");
    return normaliseRow({ row, value, bytes: null }, inputFile(run.path), found, options);
  });
}

export function isRejection(result: Rollout | Rejection | undefined): result is Rejection {
  return result !== undefined && "reason" in result;
}

/** The rollouts of records that are all expected to be good. */
export function rollouts(dialect: string, records: readonly JsonValue[], run: Run = {}): readonly Rollout[] {
  return normalise(dialect, records, run).flatMap(({ results }) =>
    results.map((result) => {
      if (isRejection(result)) throw new Error(JSON.stringify(result));
      return result;
    }),
  );
}

/** The only rollout of the only record. */
export function rollout(dialect: string, record: JsonValue, run: Run = {}): Rollout {
  const [first] = rollouts(dialect, [record], run);
  if (first === undefined) throw new Error("no rollout");
  return first;
}

/** Why a record is no rollout. */
export function rejection(dialect: string, record: JsonValue, run: Run = {}): Rejection {
  const first = normalise(dialect, [record], run)[0]?.results[0];
  if (!isRejection(first)) throw new Error(`not rejected: ${JSON.stringify(first)}`);
  return first;
}

export function hasRealLogs(): boolean {
  return existsSync(REAL_LOGS);
}

/** Records of a real log. */
export function realLog(name: string): readonly JsonObject[] {
  const text = readFileSync(join(REAL_LOGS, name), "utf8");
  if (!name.endsWith(".json"))
    return text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => parseJson(line) as JsonObject);
  const value = parseJson(text);
  return (Array.isArray(value) ? value : [value]) as JsonObject[];
}

/** What a log is detected as, with counts of what is in it. */
export function census(records: readonly JsonObject[], path = "log.jsonl") {
  const detected = detectDialect(records.slice(0, 16), { path, format: "jsonl" });
  if (detected === null) throw new Error("no dialect");
  const all = rollouts(detected.dialect.name, records, { path });
  const calls = all.flatMap(({ turns }) => turns.flatMap((turn) => turn.calls));
  return {
    dialect: detected.dialect.name,
    rollouts: all.length,
    turns: all.reduce((n, { turns }) => n + turns.length, 0),
    calls: calls.length,
    malformed: calls.filter((call) => call.arguments === null).length,
    observations: calls.filter((call) => call.observation !== null).length,
    groups: new Set(all.map(({ batch, group, prompt }) => JSON.stringify([batch, group ?? prompt]))).size,
  };
}
