import { totalmem } from "node:os";
import { InputError } from "../model/errors.js";
import { type Duck, parquetTable, quoteName, quotePath } from "./duckdb.js";
import type { ColumnName } from "./parquet-schema.js";

/** Rows that DuckDB makes at a time, however long they are. */
const VECTOR = 2048;

/** In bytes of a vector's rows: what needs no second look, and the most that are read. */
const LIMITS = { harmless: 2 ** 30, most: totalmem() / 2 };

/**
 * Holds the rows that DuckDB makes at a time against the memory: it copies them whole, past its own limit, and a text in a
 * dictionary once for each row that names it, so that a file of some kilobytes may stand for terabytes.
 * @throws InputError where they would not fit.
 */
export async function checkParquetRows(
  duck: Duck,
  path: string,
  columns: readonly ColumnName[],
  { harmless, most } = LIMITS,
): Promise<void> {
  const sizes = await columnSizes(duck, path);
  let bytes = 0;
  for (const { name, shown } of columns) {
    const bound = sizes.get(name) ?? 0;
    bytes += bound <= harmless ? bound : Math.min(bound, VECTOR * (await longestText(duck, path, shown)));
  }
  if (bytes > most) {
    throw new InputError(
      `${path}: its rows are so long that the ${VECTOR} of them that are read at a time need ${Math.ceil(bytes / 1e9)} GB; ` +
        "write it anew with fewer rows a row group, or as JSONL",
    );
  }
}

/** Most bytes that a vector's rows have in each top-level column of text, by the sizes that the file's metadata gives. */
async function columnSizes(duck: Duck, path: string): Promise<Map<string, number>> {
  const chunks = await duck.connection.runAndReadAll(
    "SELECT path_in_schema, row_group_num_rows, total_uncompressed_size, encodings " +
      `FROM parquet_metadata(${quotePath(path)}) WHERE type = 'BYTE_ARRAY'`,
  );
  const sizes = new Map<string, number>();
  for (const [name, rowsOf, sizeOf, encodings] of chunks.getRows()) {
    const [rows, size] = [Number(rowsOf), Number(sizeOf)];
    const atOnce = Math.min(rows, VECTOR);
    const bytes = /DICTIONARY/.test(String(encodings)) ? size * atOnce : (size / Math.max(1, rows)) * atOnce;
    sizes.set(String(name), Math.max(sizes.get(String(name)) ?? 0, bytes));
  }
  return sizes;
}

async function longestText(duck: Duck, path: string, column: string): Promise<number> {
  const longest = await duck.connection.runAndReadAll(
    `SELECT max(strlen(CAST(${quoteName(column)} AS VARCHAR))) FROM ${parquetTable(path)}`,
  );
  return Number(longest.getRows()[0]?.[0] ?? 0);
}
