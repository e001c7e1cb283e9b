import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseJson } from "../../src/json/parse.js";
import type { JsonValue } from "../../src/model/json.js";
import { openDuckDb, quoteText } from "../../src/read/duckdb.js";
import { readParquet, readParquetLines } from "../../src/read/parquet.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-lines-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function parquetOf(name: string, sql: string): Promise<string> {
  const path = join(folder, name);
  const duck = await openDuckDb();
  await duck.connection.run(`COPY (${sql}) TO ${quoteText(path)} (FORMAT parquet)`);
  duck.close();
  return path;
}

async function bothWays(path: string, fields: readonly string[] | null): Promise<[JsonValue[], JsonValue[]]> {
  const rows: JsonValue[] = [];
  for await (const batch of readParquet(path, { fields })) rows.push(...batch.map(({ value }) => value));
  const lines: JsonValue[] = [];
  for await (const block of readParquetLines(path, { fields })) {
    lines.push(...block.toString("utf8").trimEnd().split("\n").map(parseJson));
  }
  return [rows, lines];
}

describe("rows of a Parquet file as lines", () => {
  it("hold the values that rows hold, whatever their types", async () => {
    const columns = [
      "1 + i AS i, true AS yes, CAST(200 AS UTINYINT) AS tiny, 9223372036854775807 - i AS wide",
      "CAST(18446744073709551615 AS UBIGINT) AS unsigned",
      "CAST(0.1 AS FLOAT) AS single, CAST(1e300 AS DOUBLE) / 3 AS double, CAST('-0.0' AS DOUBLE) AS zero",
      "CAST('nan' AS DOUBLE) AS nan, CAST('-inf' AS FLOAT) AS inf",
      `'a "quote" \\ and' || chr(10) || chr(1) || ' 漢字 😀 </x>' AS words, '' AS blank, '{"x": 1}' AS json_text`,
      `CAST('{"b": [1, 2.50, 12345678901234567890]}' AS JSON) AS json`,
      "CAST([0.1, NULL, 3] AS FLOAT[]) AS singles, CAST([1, -2] AS BIGINT[]) AS wides, [true, false] AS flags",
      "CAST([] AS INTEGER[]) AS none, CAST(NULL AS INTEGER[]) AS lost, CAST(NULL AS VARCHAR) AS missing",
      "[{role: 'tool', content: 'a' || i, calls: [{id: NULL, n: CAST(1.25 AS DECIMAL(9, 2))}]}] AS messages",
      "MAP {'k': 1, 'l': 2} AS map, CAST(12.340 AS DECIMAL(18, 3)) AS decimal, DATE '2026-01-02' AS day",
      "TIMESTAMP '2026-01-02 03:04:05.678' AS moment, encode('bytes') AS bytes, '\\xFF'::BLOB AS raw",
      `{"__proto__": 1, "a b": 'x'} AS odd, 7 AS "q""uote's"`,
    ];
    const path = await parquetOf("types.parquet", `SELECT ${columns.join(", ")} FROM range(5000) t(i)`);
    const [rows, lines] = await bothWays(path, null);
    expect(rows).toHaveLength(5000);
    expect(lines).toEqual(rows);
    expect(Object.is((lines[0] as { zero: number }).zero, (rows[0] as { zero: number }).zero)).toBe(true);
  });

  it("hold only the columns asked for, and none", async () => {
    const path = await parquetOf("few.parquet", "SELECT i AS a, 'x' AS b FROM range(3) t(i)");
    expect(await bothWays(path, ["b", "c"])).toEqual([
      [{ b: "x" }, { b: "x" }, { b: "x" }],
      [{ b: "x" }, { b: "x" }, { b: "x" }],
    ]);
    const [rows, lines] = await bothWays(path, ["c"]);
    expect(lines).toEqual(rows);
    expect(rows).toEqual([{}, {}, {}]);
  });
});
