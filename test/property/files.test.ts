import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ablateLog, auditLog, compareLog, correctLog, DEFAULT_OPTIONS, type RunOptions } from "../../src/index.js";
import { RULE_NAMES } from "../../src/model/names.js";
import { temporaryFolder } from "../cli/tapo.js";
import { bitDifferences, without } from "../metamorphic/logs.js";
import type { JsonObject, LogRecord } from "../reference/types.js";
import { generateLog } from "./generate.js";
import { ablateRecords, auditRecords, compareRecords, correctRecords } from "./subject.js";

/** More on demand: `TAPO_PROPERTY_LOGS=20000 npx vitest run test/property`. */
const LOGS = Math.ceil(Number(process.env.TAPO_PROPERTY_LOGS ?? 1000) / 10);

const ALL = { variants: null, extra: [], sweeps: [] };
/** What says where records stand, not what they come to. */
const PLACES = ["path", "inputs", "warnings"];

const folder = temporaryFolder();
const [input, output] = [join(folder, "log.jsonl"), join(folder, "out.jsonl")];

/** JSONL as some exporter writes it: integers beyond 2^53 as they are. */
function print(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(print).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${print(member)}`)
    .join(", ")}}`;
}

async function differencesThroughFiles(records: readonly LogRecord[], method: RunOptions["method"]): Promise<string[]> {
  writeFileSync(input, records.map(({ value }) => `${print(value)}\n`).join(""));
  const log = {
    dialect: null,
    groupBy: [],
    batchBy: null,
    reward: null,
    map: new Map<string, string>(),
    lenient: false,
  };
  const run = { method, log: { ...log, dialect: "tapo" }, threads: 1 };
  await correctLog([input], run, { out: output, sidecar: null, force: true, parquetLayout: "default" });
  const written = readFileSync(output, "utf8").trimEnd().split("\n");
  const members = written.map((line) => (JSON.parse(line) as { tapo: JsonObject }).tapo);
  const values = records.map(({ value }, row) => ({ path: input, row, value }));
  const ids = ["batch", "group", "rollout"]; // JSON.parse rounds large ones
  return [
    ...bitDifferences(
      without(auditRecords(values, method), ...PLACES),
      without(await auditLog([input], run), ...PLACES),
    ),
    ...bitDifferences(without(correctRecords(values, method), ...ids), without(members, ...ids)),
    ...bitDifferences(
      without(ablateRecords(values, method), ...PLACES),
      without(await ablateLog([input], run, ALL), ...PLACES),
    ),
    ...bitDifferences(
      without(compareRecords(values, method), ...PLACES),
      without(await compareLog([input], run, RULE_NAMES), ...PLACES),
    ),
  ];
}

describe("a log in a file", { timeout: 60_000 + 3000 * LOGS }, () => {
  it(`gives, read from its bytes, what its records give, to the bit (${LOGS} logs)`, async () => {
    const found: unknown[] = [];
    for (let seed = 0; seed < LOGS && found.length < 5; seed++) {
      const { records, options } = generateLog(seed);
      if (records.length === 0) continue; // an empty file is no log
      const differing = await differencesThroughFiles(records, { ...DEFAULT_OPTIONS, ...options, replicates: 20 });
      if (differing.length > 0) found.push({ seed, differing: differing.slice(0, 3) });
    }
    expect(found).toEqual([]);
  });
});
