import { generateLog } from "../property/generate.js";
import { makeRandom } from "../property/random.js";
import { ablateRecords, auditRecords, compareRecords, correctRecords } from "../property/subject.js";
import type { Json, JsonObject, LogRecord, Options } from "../reference/types.js";

export type Log = { readonly records: readonly LogRecord[]; readonly options: Partial<Options> };

/** How many generated logs each property is held against: `TAPO_METAMORPHIC_LOGS=5000 npx vitest run test/metamorphic`. */
export const LOGS = Number(process.env.TAPO_METAMORPHIC_LOGS ?? 100);

/** Seeds of logs that `judge` finds fault with, with the first faults: enough to run one again. */
export function faults(
  judge: (log: Log, random: ReturnType<typeof makeRandom>) => readonly string[],
  options: (given: Partial<Options>) => Partial<Options> = (given) => given,
): unknown[] {
  const found: unknown[] = [];
  for (let seed = 0; seed < LOGS && found.length < 5; seed++) {
    const log = generateLog(seed);
    const differing = judge({ records: log.records, options: options(log.options) }, makeRandom(seed + 1e6));
    if (differing.length > 0) found.push({ seed, differing: differing.slice(0, 3) });
  }
  return found;
}

/** Everything that is computed of a log. */
export function results({ records, options }: Log) {
  return {
    audit: auditRecords(records, options),
    corrections: correctRecords(records, options),
    ablation: ablateRecords(records, options),
    comparison: compareRecords(records, options),
  };
}

export type Results = ReturnType<typeof results>;

/** Paths at which two values differ in any bit. */
export function bitDifferences(a: unknown, b: unknown, path = ""): string[] {
  if (Object.is(a, b)) return [];
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
    return [`${path}: ${String(a)} and ${String(b)}`];
  const [x, y] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  const keys = new Set([...x.keys(), ...y.keys()]);
  return [...keys].flatMap((key) => bitDifferences(x.get(key), y.get(key), `${path}.${key}`));
}

/** A deep copy without the members of these names. */
export function without(value: unknown, ...names: readonly string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => without(item, ...names));
  const kept = Object.entries(value).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, without(member, ...names)]));
}

/** Records in a new order, in one file. */
export function inOneFile(values: readonly JsonObject[]): LogRecord[] {
  return values.map((value, row) => ({ path: "a.jsonl", row, value }));
}

/** A record with some fields changed; null leaves a field as it is. */
export function changed(record: LogRecord, change: (name: string, value: Json) => Json): LogRecord {
  const value = Object.fromEntries(Object.entries(record.value).map(([name, member]) => [name, change(name, member)]));
  return { ...record, value };
}
