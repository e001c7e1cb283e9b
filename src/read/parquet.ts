import { stat } from "node:fs/promises";
import type { DuckDBDataChunk, DuckDBListVector, DuckDBType, DuckDBVector } from "@duckdb/node-api";
import { parseJson } from "../json/parse.js";
import { InputError } from "../model/errors.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import type { RawRow } from "../model/record.js";
import { type Duck, type DuckDb, openDuckDb, parquetProblem, parquetTable, quoteName } from "./duckdb.js";
import { JsonExpressions } from "./parquet-expression.js";
import { countRows, marksLists, parquetColumnNames } from "./parquet-schema.js";
import { setOwn } from "./set-own.js";

/** A column as it is asked for and how its vectors become values. */
interface Column {
  readonly name: string;
  readonly sql: string;
  readonly valueAt: (vector: DuckDBVector, row: number) => JsonValue;
}

/** Rows made at a time: a chunk of 2048 long records would be hundreds of megabytes of values. */
const BATCH = 256;

/** Rows of a Parquet file, in order, in batches of a few hundred to thousand. Only the columns asked for are read. */
export async function* readParquet(
  path: string,
  options: { readonly fields: readonly string[] | null; readonly onBytes?: ((n: number) => void) | undefined },
): AsyncGenerator<readonly RawRow[]> {
  const duck = await openDuckDb();
  try {
    const columns = (await columnsOf(duck, path)).filter(({ name }) => options.fields?.includes(name) ?? true);
    const selected = columns.length === 0 ? "1" : columns.map((column) => column.sql).join(", ");
    const total = await countRows(duck, path);
    const { size } = await stat(path);
    // from here on the connection belongs to the stream: another statement would end it
    const result = await duck.connection.stream(`SELECT ${selected} FROM ${parquetTable(path)}`);
    let row = 0;
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      for (const batch of batchesOf(chunk, columns, row)) {
        row += batch.length;
        options.onBytes?.((size * batch.length) / total);
        yield batch;
      }
    }
    if (row !== total) throw new InputError(`${path}: ${row} of its ${total} rows could be read; the file is broken`);
  } catch (error) {
    throw parquetProblem(path, error);
  } finally {
    duck.close();
  }
}

function* batchesOf(chunk: DuckDBDataChunk, columns: readonly Column[], first: number): Generator<RawRow[]> {
  for (let start = 0; start < chunk.rowCount; start += BATCH) {
    const values = Array.from({ length: Math.min(BATCH, chunk.rowCount - start) }, (): JsonObject => ({}));
    columns.forEach(({ name, valueAt }, i) => {
      const vector = chunk.getColumnVector(i);
      values.forEach((value, row) => {
        setOwn(value, name, valueAt(vector, start + row));
      });
    });
    yield values.map((value, i) => ({ row: first + start + i, value, bytes: null }));
  }
}

async function columnsOf(duck: Duck, path: string): Promise<Column[]> {
  const names = await parquetColumnNames(duck, path);
  const described = await duck.connection.run(`SELECT * FROM ${parquetTable(path)} LIMIT 0`);
  const expressions = new JsonExpressions(duck.api, !(await marksLists(duck, path)));
  return names.map(({ name, shown }, i) => ({
    name,
    ...columnOf(duck.api, expressions, described.columnType(i), quoteName(shown)),
  }));
}

function columnOf(api: DuckDb, expressions: JsonExpressions, type: DuckDBType, name: string): Omit<Column, "name"> {
  const { DuckDBTypeId: id } = api;
  const wide = [id.BIGINT, id.UBIGINT, id.HUGEINT, id.UHUGEINT, id.VARCHAR];
  const small = [
    id.BOOLEAN,
    id.TINYINT,
    id.SMALLINT,
    id.INTEGER,
    id.UTINYINT,
    id.USMALLINT,
    id.UINTEGER,
    id.FLOAT,
    id.DOUBLE,
  ];
  if (small.includes(type.typeId) || wide.includes(type.typeId)) return { sql: name, valueAt: scalarAt };
  const sql = expressions.of(type, name);
  if (type instanceof api.DuckDBListType && small.includes(type.valueType.typeId)) {
    return { sql, valueAt: (vector, row) => (vector instanceof api.DuckDBListVector ? listAt(vector, row) : null) };
  }
  const nested = [id.LIST, id.ARRAY, id.STRUCT, id.MAP, id.UNION, id.VARIANT];
  // JSON text is faster than row objects for nested values, and for lists of 64-bit integers as fast as exact vectors
  if (nested.includes(type.typeId)) return { sql: `to_json(${sql})::VARCHAR`, valueAt: parsedAt };
  return { sql: type.typeId === id.BLOB ? sql : `CAST(${name} AS VARCHAR)`, valueAt: scalarAt };
}

/** Integers within the safe range as numbers, others as `bigint`. */
function scalarAt(vector: DuckDBVector, row: number): JsonValue {
  const value = vector.getItem(row);
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null;
}

function parsedAt(vector: DuckDBVector, row: number): JsonValue {
  const text = vector.getItem(row);
  return typeof text === "string" ? parseJson(text) : null;
}

/** A list of numbers or booleans. */
function listAt(vector: DuckDBListVector, row: number): JsonValue {
  const items = vector.getItemVector(row);
  if (items === null) return null;
  const list: JsonValue[] = [];
  for (let i = 0; i < items.itemCount; i++) list.push(scalarAt(items, i));
  return list;
}
