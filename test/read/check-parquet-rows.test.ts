import { join } from "node:path";
import { expect, test } from "vitest";
import { checkParquetRows } from "../../src/read/check-parquet-rows.js";
import { type Duck, openDuckDb, quoteText } from "../../src/read/duckdb.js";
import { temporaryFolder } from "../cli/tapo.js";

/** 4000 rows: a long text that all of them name, and a short one. */
async function written(duck: Duck, options: string): Promise<string> {
  const path = join(temporaryFolder(), "rows.parquet");
  const rows = "SELECT repeat('x', 10000) AS output, 'q' AS input FROM range(4000)";
  await duck.connection.run(`COPY (${rows}) TO ${quoteText(path)} (FORMAT parquet, ${options})`);
  return path;
}
const column = (name: string) => ({ name, shown: name });
const limits = { harmless: 1e6, most: 1e7 };

test("a text in a dictionary counts for each of the rows that are read at a time", async () => {
  const duck = await openDuckDb();
  try {
    const path = await written(duck, "COMPRESSION zstd");
    const check = (names: readonly string[], most = limits) => checkParquetRows(duck, path, names.map(column), most);
    await expect(check(["output"])).rejects.toThrow(
      /its rows are so long that the 2048 of them .* fewer rows a row group/,
    );
    await check(["input"]);
    await check(["output"], { harmless: 1e6, most: 2048 * 10_000 });
    await expect(check(["output"], { harmless: 1e6, most: 2048 * 10_000 - 1 })).rejects.toThrow("need 1 GB");
  } finally {
    duck.close();
  }
});

test("small row groups are small vectors", async () => {
  const duck = await openDuckDb();
  try {
    const path = await written(duck, "PARQUET_VERSION V1, ROW_GROUP_SIZE 2048, DICTIONARY_SIZE_LIMIT 1");
    await expect(checkParquetRows(duck, path, [column("output")], limits)).rejects.toThrow("so long");
    await checkParquetRows(duck, path, [column("output")], { harmless: 1e6, most: 3e7 });
  } finally {
    duck.close();
  }
});
