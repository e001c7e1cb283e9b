import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { afterAll, describe, expect, test } from "vitest";
import type { JsonValue } from "../../src/model/json.js";
import { isFault } from "../../src/model/record.js";
import type { CorrectionOf, ParquetLayout, RowCorrection } from "../../src/model/row-correction.js";
import { type Duck, openDuckDb, quoteText } from "../../src/read/duckdb.js";
import { listInputs } from "../../src/read/inputs.js";
import { readRows } from "../../src/read/rows.js";
import { writeCorrected } from "../../src/write/correct-file.js";
import { collect } from "../read/memory-source.js";
import { openReader, ParquetSchema, ParquetWriter } from "./parquetjs.js";
import { runsOf } from "./runs-of.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const json = (row: number) => JSON.stringify({ row, text: "é\"'" });
const tokens = (row: number) => (row % 2 === 0 ? [0, 0.1, row, row] : null);

const runsOfRow = (numbers: readonly number[] | null) => numbers && runsOf(numbers);
const floats = (numbers: readonly number[] | null) => numbers && Array.from(numbers, Math.fround);

function correction(row: number): RowCorrection {
  return {
    member: [Buffer.from(json(row))],
    advantage: row / 3,
    success: row % 2 === 0,
    turnAdvantages: row % 3 === 0 ? [] : [-0.1, row],
    tokenAdvantages: runsOfRow(tokens(row)),
  };
}

/** The new columns of a row as a reader should give them. */
function columnsOf(row: number): Record<string, unknown> {
  const { advantage, success, turnAdvantages } = correction(row);
  return {
    tapo_advantage: advantage,
    tapo_success: success,
    tapo_turn_advantages: turnAdvantages,
    tapo_token_advantages: floats(tokens(row)),
    tapo: json(row),
  };
}

async function withDuck<T>(action: (duck: Duck) => Promise<T>): Promise<T> {
  const duck = await openDuckDb();
  try {
    return await action(duck);
  } finally {
    duck.close();
  }
}

async function makeParquet(name: string, select: string, options = ""): Promise<string> {
  const path = join(folder, name);
  await withDuck((duck) => duck.connection.run(`COPY (${select}) TO ${quoteText(path)} (FORMAT parquet ${options})`));
  return path;
}

async function correct(
  path: string,
  of: CorrectionOf = correction,
  layout: ParquetLayout = "default",
  force = false,
): Promise<string> {
  const [file] = await listInputs([path]);
  if (file === undefined) throw new Error("no input");
  const out = `${path}.${layout}.out.parquet`;
  await writeCorrected(file, out, of, { force, parquetLayout: layout });
  return out;
}

async function valuesOf(path: string, fields: readonly string[] | null = null): Promise<JsonValue[]> {
  const [file] = await listInputs([path]);
  if (file === undefined) throw new Error("no input");
  return (await collect(readRows(file, { fields }))).map((row) => (isFault(row) ? row.reason : row.value));
}

const ALL_TYPES = `SELECT 9007199254740993 + i AS big, i::UINTEGER AS u, i::FLOAT / 10 AS f, 'a''b' || i AS s, i % 2 = 0 AS b,
  DATE '2020-02-29' AS d, TIMESTAMP '2020-01-01 00:00:00.123456' AS ts, 1.10::DECIMAL(38, 2) AS dec, [i, 9007199254740993] AS l,
  [0.5::DOUBLE, NULL] AS dl, [{'role': 'user', 'content': NULL, 'n': 9007199254740993}] AS msgs, MAP {'k': i} AS m,
  'bytes'::BLOB AS blob, '\\xFF'::BLOB AS raw, NULL::INTEGER[] AS none, {'x': 1.5::DECIMAL(4, 1), 'y': 'z'::BLOB} AS st,
  i AS "weird ""name""; DROP" FROM range(5000) t(i)`;

describe("readRows, Parquet", () => {
  test("every type becomes JSON without loss, in the order of the rows", async () => {
    const path = await makeParquet("all[1]*'q.parquet", ALL_TYPES, ", ROW_GROUP_SIZE 2048");
    const values = await valuesOf(path);
    expect(values).toHaveLength(5000);
    expect(values[4321]).toEqual({
      big: 9007199254745314n,
      u: 4321,
      f: Math.fround(Math.fround(4321) / 10),
      s: "a'b4321",
      b: false,
      d: "2020-02-29",
      ts: "2020-01-01 00:00:00.123456",
      dec: "1.10",
      l: [4321, 9007199254740993n],
      dl: [0.5, null],
      msgs: [{ role: "user", content: null, n: 9007199254740993n }],
      m: { k: 4321 },
      blob: "bytes",
      raw: null,
      none: null,
      st: { x: "1.5", y: "z" },
      'weird "name"; DROP': 4321,
    });
    expect(await valuesOf(path, ['weird "name"; DROP', "missing"])).toEqual(
      values.map((_, i) => ({ 'weird "name"; DROP': i })),
    );
    expect(await valuesOf(path, [])).toEqual(values.map(() => ({})));
  });

  test("not a number and the infinities are themselves", async () => {
    const path = await makeParquet(
      "nan.parquet",
      "SELECT 'NaN'::DOUBLE AS a, ['-inf'::DOUBLE] AS b, [{'c': 'nan'::FLOAT}] AS c",
    );
    expect(await valuesOf(path)).toEqual([{ a: Number.NaN, b: [Number.NEGATIVE_INFINITY], c: [{ c: Number.NaN }] }]);
  });

  test("the path adds no columns; names that differ in case are two", async () => {
    const path = await makeParquet("step=7.parquet", "SELECT 1 AS a, 2 AS B");
    expect(await valuesOf(path)).toEqual([{ a: 1, B: 2 }]);
  });

  test("lists that parquetjs wrote are lists", async () => {
    const path = join(folder, "parquetjs.parquet");
    const list = (element: unknown) => ({ optional: true, fields: { list: { repeated: true, fields: { element } } } });
    const message = { fields: { role: { type: "UTF8" }, calls: list({ type: "UTF8", optional: true }) } };
    const schema = new ParquetSchema({
      group: { type: "UTF8" },
      ids: { type: "INT64", repeated: true },
      mask: list({ type: "INT32", optional: true }),
      messages: list(message),
    });
    const writer = await ParquetWriter.openFile(schema, path);
    const calls = { list: [{ element: "x" }, { element: "y" }] };
    await writer.appendRow({
      group: "g",
      ids: [1, 2],
      mask: { list: [{ element: 1 }, { element: 0 }] },
      messages: { list: [{ element: { role: "user", calls } }] },
    });
    await writer.appendRow({ group: "h", ids: [], messages: { list: [] } });
    await writer.close();
    const [first, second] = await valuesOf(path);
    expect(first).toEqual({ group: "g", ids: [1, 2], mask: [1, 0], messages: [{ role: "user", calls: ["x", "y"] }] });
    expect(second).toMatchObject({ group: "h", ids: [], mask: null });
  });

  test("a struct that has a field named list stays a struct", async () => {
    const path = await makeParquet("struct.parquet", "SELECT {'list': [1, 2]} AS s");
    expect(await valuesOf(path)).toEqual([{ s: { list: [1, 2] } }]);
  });

  test("a broken file is an error that names it", async () => {
    const path = await makeParquet("broken.parquet", "SELECT i FROM range(100000) t(i)");
    const { truncateSync, statSync } = await import("node:fs");
    truncateSync(path, Math.floor(statSync(path).size / 2));
    await expect(valuesOf(path)).rejects.toThrow(/broken\.parquet: cannot be read as Parquet/);
  });
});

describe("writeCorrected, Parquet", () => {
  test("other columns keep names, types and values; the new ones are right by an independent reader", async () => {
    const path = await makeParquet(
      "in.parquet",
      ALL_TYPES,
      ", ROW_GROUP_SIZE 2048, COMPRESSION zstd, KV_METADATA {huggingface: '{\"a\":1}'}",
    );
    const out = await correct(path);
    const describe = (file: string) =>
      withDuck(async (duck) => (await duck.connection.runAndReadAll(`DESCRIBE FROM ${quoteText(file)}`)).getRowsJson());
    const before = await describe(path);
    expect((await describe(out)).slice(0, before.length)).toEqual(before);
    const values = (await valuesOf(path)) as Record<string, unknown>[];
    expect(await valuesOf(out)).toEqual(values.map((value, row) => ({ ...value, ...columnsOf(row) })));

    const file = await asyncBufferFromFile(out);
    const rows = await parquetReadObjects({ file, compressors, columns: ["s", "big", ...Object.keys(columnsOf(0))] });
    const nulled = rows.map((row) => ({ ...row, tapo_token_advantages: row.tapo_token_advantages ?? null }));
    expect(nulled).toEqual(
      values.map((value, row) => ({ s: value.s, big: 9007199254740993n + BigInt(row), ...columnsOf(row) })),
    );
    const metadata = await parquetMetadataAsync(file);
    expect(metadata.key_value_metadata).toEqual([{ key: "huggingface", value: '{"a":1}' }]);
    expect(metadata.row_groups.map((group) => Number(group.num_rows))).toEqual([2048, 2048, 904]);
    expect(metadata.row_groups[0]?.columns[0]?.meta_data?.codec).toBe("ZSTD");
  });

  test.each(["i", "file_row_number", "FILE_ROW_NUMBER"])(
    "rows of many row groups keep their order and find their own corrections, with a column %s",
    async (name) => {
      const select = `SELECT 100000 - i AS ${name} FROM range(50000) t(i)`;
      const path = await makeParquet(`many-${name}.parquet`, select, ", ROW_GROUP_SIZE 2048");
      const out = await correct(path);
      const wrong = `count(*) FILTER (${name} <> 100000 - n OR tapo_advantage <> n / 3 OR tapo <> '{"row":' || n || ',"text":"é\\"''"}')`;
      const counted = await withDuck((duck) =>
        duck.connection.runAndReadAll(
          `SELECT count(*), ${wrong} FROM (SELECT *, row_number() OVER () - 1 AS n FROM ${quoteText(out)})`,
        ),
      );
      expect(counted.getRows()[0]?.map(Number)).toEqual([50000, 0]);
    },
  );

  test("rows without correction get nulls", async () => {
    const out = await correct(await makeParquet("some.parquet", "SELECT i FROM range(3) t(i)"), (row) =>
      row === 1 ? correction(1) : null,
    );
    const nulls = Object.fromEntries(Object.keys(columnsOf(0)).map((name) => [name, null]));
    expect(await valuesOf(out)).toEqual([
      { i: 0, ...nulls },
      { i: 1, ...columnsOf(1) },
      { i: 2, ...nulls },
    ]);
  });

  test("a file with corrections is refused, by force they are replaced", async () => {
    const once = await correct(
      await makeParquet("twice.parquet", "SELECT 1 AS tapo_advantage, 2 AS x"),
      correction,
      "default",
      true,
    );
    expect(await valuesOf(once)).toEqual([{ x: 2, ...columnsOf(0) }]);
    await expect(correct(once)).rejects.toThrow(/already has a column "tapo_advantage"; use --force/);
  });

  test("the plain layout is read right by parquetjs", async () => {
    const path = await makeParquet(
      "plain.parquet",
      "SELECT 'g' || (i % 7) AS grp, i::DOUBLE AS reward, i % 3 = 0 AS ok FROM range(5000) t(i)",
    );
    const reader = await openReader(await correct(path, correction, "plain"));
    const cursor = reader.getCursor();
    for (let row = 0; row < 5000; row++) {
      const {
        tapo_turn_advantages: turns,
        tapo_token_advantages: tokens,
        ...rest
      } = (await cursor.next()) as Record<string, unknown>;
      const expected = columnsOf(row);
      expect(rest).toEqual({
        grp: `g${row % 7}`,
        reward: row,
        ok: row % 3 === 0,
        tapo_advantage: expected.tapo_advantage,
        tapo_success: expected.tapo_success,
        tapo: expected.tapo,
      });
      expect(elementsOf(turns)).toEqual(expected.tapo_turn_advantages);
      expect(elementsOf(tokens)).toEqual(expected.tapo_token_advantages ?? []);
    }
    expect(await cursor.next()).toBeNull();
    await reader.close();
  });
});

/** parquetjs gives a list as `{ list: [{ element }] }`, and nothing for an empty or missing one. */
function elementsOf(value: unknown): unknown[] {
  const { list } = (value ?? {}) as { list?: readonly { readonly element: unknown }[] };
  return (list ?? []).map(({ element }) => element);
}
