import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import {
  Bool,
  type DataType,
  Field,
  Float64,
  List,
  Null,
  Struct,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { afterAll, describe, expect, test } from "vitest";
import { isObject } from "../../src/json/field.js";
import { parseJson } from "../../src/json/parse.js";
import type { JsonObject, JsonValue } from "../../src/model/json.js";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import { auditLog } from "../../src/pipeline.js";

const ROOT = resolve(import.meta.dirname, "../..");
const FIXTURE = join(ROOT, "fixtures/search-agent.jsonl");
const REAL_LOGS = resolve(ROOT, "../shared/real-logs");
const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LOG = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map(), lenient: false };

/** The audit as text, without paths and format names. */
async function audit(path: string): Promise<string> {
  const result = await auditLog([path], { method: { ...DEFAULT_OPTIONS, replicates: 50 }, log: LOG, threads: 1 });
  const inputs = result.inputs.map(({ dialect, rows }) => ({ dialect, rows }));
  return JSON.stringify({ ...result, inputs }, null, 1);
}

async function asParquet(jsonl: string, out: string): Promise<string> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const options = "maximum_object_size=200000000, sample_size=-1, maximum_depth=-1, convert_strings_to_integers=false";
  const quoted = (path: string) => `'${path.replaceAll("'", "''")}'`;
  await connection.run(
    `COPY (SELECT * FROM read_json(${quoted(jsonl)}, ${options})) TO ${quoted(out)} (FORMAT parquet)`,
  );
  connection.closeSync();
  return out;
}

/** The narrowest Arrow type for some values: structs have every member that one of them has. */
function typeOf(values: readonly JsonValue[]): DataType {
  const given = values.filter((value) => value !== null && value !== undefined);
  const all = (test: (value: JsonValue) => boolean) => given.every(test);
  if (given.length === 0) return new Null();
  if (all((value) => typeof value === "boolean")) return new Bool();
  if (all((value) => typeof value === "number")) return new Float64();
  if (all(Array.isArray)) return new List(new Field("item", typeOf(given.flat() as JsonValue[]), true));
  if (!all(isObject)) return new Utf8();
  const objects = given.filter(isObject);
  const names = [...new Set(objects.flatMap(Object.keys))];
  return new Struct(names.map((name) => new Field(name, typeOf(objects.map((one) => one[name] ?? null)), true)));
}

/** A value with all members of its type, null where it has none: what the library builds columns from. */
function filled(value: JsonValue | undefined, type: DataType): JsonValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value) && type instanceof List) return value.map((one) => filled(one, type.valueType));
  if (type instanceof Utf8 && typeof value !== "string") return JSON.stringify(value);
  if (!isObject(value) || !(type instanceof Struct)) return value;
  return Object.fromEntries(
    type.children.map((child: Field) => [child.name, filled(value[child.name], child.type)] as const),
  );
}

function asArrow(records: readonly JsonObject[], out: string, kind: "file" | "stream"): string {
  const names = [...new Set(records.flatMap(Object.keys))];
  const columns = names.map((name) => {
    const values = records.map((record) => record[name] ?? null);
    const type = typeOf(values);
    return [
      name,
      vectorFromArray(
        values.map((value) => filled(value, type)),
        type,
      ),
    ] as const;
  });
  writeFileSync(out, tableToIPC(new Table(Object.fromEntries(columns)), kind));
  return out;
}

function recordsOf(path: string): JsonObject[] {
  const text = readFileSync(path, "utf8");
  const value = path.endsWith(".json") ? parseJson(text) : text.trim().split("\n").map(parseJson);
  return value as JsonObject[];
}

let count = 0;
async function expectSame(records: readonly JsonObject[]): Promise<void> {
  const name = join(folder, String(count++));
  writeFileSync(`${name}.jsonl`, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  const wanted = await audit(`${name}.jsonl`);
  expect(await audit(await asParquet(`${name}.jsonl`, `${name}.parquet`))).toBe(wanted);
  expect(await audit(asArrow(records, `${name}.arrow`, "file"))).toBe(wanted);
  expect(await audit(asArrow(records, `${name}.arrows`, "stream"))).toBe(wanted);
}

/** Arguments as objects where they are texts, in a log whose calls have no malformed ones. */
function withObjects(record: JsonObject): JsonObject {
  const text = JSON.stringify(record, (key, value) =>
    key === "arguments" && typeof value === "string" ? JSON.parse(value) : value,
  );
  return JSON.parse(text);
}

describe("the same log as JSONL, Parquet and Arrow gives the same audit", () => {
  test("of the fixture", { timeout: 60_000 }, async () => {
    await expectSame(recordsOf(FIXTURE));
  });

  test("with arguments as structs, which have every tool's keys", async () => {
    const call = (name: string, args: JsonObject): JsonObject => ({
      role: "assistant",
      content: "",
      tool_calls: [{ id: "c", type: "function", function: { name, arguments: args } }],
    });
    const record = (rollout: number, reward: number, calls: readonly JsonObject[]): JsonObject => ({
      group: "g",
      rollout,
      reward,
      messages: [{ role: "system", content: "s" }, { role: "user", content: "q" }, ...calls],
    });
    const search = call("search", { query: "deep sea squid", top_k: 3 });
    const crop = call("crop", { bbox: [1, 2, 3, 4], options: { mode: "fine" } });
    await expectSame([
      record(0, 1, [search, crop, call("home", {})]),
      record(1, 0, [call("search", { query: "deep squid" }), crop, call("home", {})]),
      record(2, 0, [call("crop", { bbox: [1, 2, 3, 5] }), { role: "tool", content: "x", tool_call_id: "c" }]),
    ]);
  });

  test("of the fixture with arguments as structs", { timeout: 60_000 }, async () => {
    const wellFormed = recordsOf(FIXTURE).filter((record) => {
      try {
        withObjects(record);
        return true;
      } catch {
        return false;
      }
    });
    expect(wellFormed.length).toBeGreaterThan(20);
    await expectSame(wellFormed.map(withObjects));
  });

  const real = existsSync(REAL_LOGS)
    ? readdirSync(REAL_LOGS, { recursive: true, encoding: "utf8" }).filter(
        (path) => /\.jsonl$|50x4\.json$/.test(path) && !/search_r1|global_step_40|nano|qwen--qwen3-4b/.test(path),
      )
    : [];
  test.each(real)("of %s", { timeout: 60_000 }, async (path) => {
    await expectSame(recordsOf(join(REAL_LOGS, path)));
  });
});
