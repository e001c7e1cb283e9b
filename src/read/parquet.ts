import { stat } from "node:fs/promises";
import type { DuckDBBlobValue, DuckDBDataChunk, DuckDBListVector, DuckDBType, DuckDBVector } from "@duckdb/node-api";
import { parseJson } from "../json/parse.js";
import { setOwn } from "../json/set-own.js";
import { InputError } from "../model/errors.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import type { RawRow } from "../model/record.js";
import type { RemoteAccess } from "../model/remote.js";
import { checkParquetRows } from "./check-parquet-rows.js";
import { type Duck, type DuckDb, openDuckDb, parquetProblem, parquetTable, quoteName, quoteText } from "./duckdb.js";
import { JsonExpressions } from "./parquet-expression.js";
import { countRows, marksLists, parquetColumnNames } from "./parquet-schema.js";
import { loadHttpfs } from "./remote/load-httpfs.js";

/** A column as it is asked for and how its vectors become values. */
interface Column {
  readonly name: string;
  readonly sql: string;
  /** SQL of a value whose JSON says the same as `valueAt`. */
  readonly json: string;
  readonly valueAt: (vector: DuckDBVector, row: number) => JsonValue;
}

/** Rows made at a time, and about their bytes: a chunk of 2048 long records would be gigabytes of values. */
const BATCH = 256;
const BATCH_SIZE = 1 << 24;

interface ParquetOptions {
  /** Columns asked for; null for all. */
  readonly fields: readonly string[] | null;
  /** Stop after this many rows. */
  readonly limit?: number | undefined;
  /** Told the bytes of the file that rows stand for. */
  readonly onBytes?: ((n: number) => void) | undefined;
  /** How the file is asked for, if its path is an address. */
  readonly remote?: RemoteAccess | undefined;
}

/** Rows of a Parquet file, in order, in batches of a few hundred to thousand. Only the columns asked for are read. */
export function readParquet(path: string, options: ParquetOptions): AsyncGenerator<readonly RawRow[]> {
  const selected = (columns: readonly Column[]) =>
    columns.length === 0 ? "1" : columns.map((column) => column.sql).join(", ");
  return readChunks(path, options, selected, batchesOf);
}

/** The same rows as lines of JSON, in blocks: what `readJsonl` makes of them are the rows of `readParquet`. */
export async function* readParquetLines(path: string, options: ParquetOptions): AsyncGenerator<Buffer> {
  const selected = (columns: readonly Column[]) => {
    const members = columns.map(({ name, json }) => `${quoteText(name)}, ${json}`);
    return `encode(json_object(${members.join(", ")})::VARCHAR)`;
  };
  yield* readChunks(path, options, selected, linesOf);
}

/** Some rows of a chunk in the form in which they are handed on. */
interface Piece<T> {
  readonly rows: number;
  readonly piece: T;
}

/** Streams what `selected` says of the columns asked for, in pieces of chunks. */
async function* readChunks<T>(
  path: string,
  options: ParquetOptions,
  selected: (columns: readonly Column[]) => string,
  pieces: (chunk: DuckDBDataChunk, columns: readonly Column[], first: number) => Generator<Piece<T>>,
): AsyncGenerator<T> {
  const { remote } = options;
  const duck = await openDuckDb();
  try {
    if (remote !== undefined) await loadHttpfs(duck, path, remote);
    const isAsked = ({ name }: { readonly name: string }) => options.fields?.includes(name) ?? true;
    const columns = (await columnsOf(duck, path)).filter(isAsked);
    await checkParquetRows(duck, path, (await parquetColumnNames(duck, path)).filter(isAsked));
    const counted = await countRows(duck, path);
    const total = Math.min(counted, options.limit ?? counted);
    const size =
      remote === undefined
        ? (await stat(path)).size
        : await (await import("./remote/remote-source.js")).remoteSize(path, remote);
    // from here on the connection belongs to the stream: another statement would end it
    const limit = options.limit === undefined ? "" : ` LIMIT ${options.limit}`;
    const result = await duck.connection.stream(`SELECT ${selected(columns)} FROM ${parquetTable(path)}${limit}`);
    let row = 0;
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      for (const { rows, piece } of pieces(chunk, columns, row)) {
        row += rows;
        options.onBytes?.((size * rows) / total);
        yield piece;
      }
    }
    if (row !== total) throw new InputError(`${path}: ${row} of its ${total} rows could be read; the file is broken`);
  } catch (error) {
    throw parquetProblem(path, error);
  } finally {
    duck.close();
  }
}

function* batchesOf(chunk: DuckDBDataChunk, columns: readonly Column[], first: number): Generator<Piece<RawRow[]>> {
  const vectors = columns.map((_, i) => chunk.getColumnVector(i));
  let rows: RawRow[] = [];
  let size = 0;
  for (let row = 0; row < chunk.rowCount; row++) {
    const value: JsonObject = {};
    for (const [i, { name, valueAt }] of columns.entries()) {
      const vector = vectors[i];
      if (vector === undefined) continue;
      const made = valueAt(vector, row);
      size += sizeOf(made);
      setOwn(value, name, made);
    }
    rows.push({ row: first + row, value, bytes: null });
    if (rows.length < BATCH && size < BATCH_SIZE && row < chunk.rowCount - 1) continue;
    yield { rows: rows.length, piece: rows };
    rows = [];
    size = 0;
  }
}

/** About the bytes of a text or of a list's elements, at the top level. */
function sizeOf(value: JsonValue): number {
  if (typeof value === "string") return value.length;
  return Array.isArray(value) ? 8 * value.length : 0;
}

/** Lines of some bytes that a thread is given at once. */
const LINES = 1 << 22;

const LINE_END = Uint8Array.of(10);

/** A chunk of one column of bytes, as lines. */
function* linesOf(chunk: DuckDBDataChunk): Generator<Piece<Buffer>> {
  const vector = chunk.getColumnVector(0);
  let lines: Uint8Array[] = [];
  let size = 0;
  for (let row = 0; row < chunk.rowCount; row++) {
    const { bytes } = vector.getItem(row) as DuckDBBlobValue;
    lines.push(bytes, LINE_END);
    size += bytes.length + 1;
    if (size < LINES && row < chunk.rowCount - 1) continue;
    yield { rows: lines.length / 2, piece: Buffer.concat(lines, size) };
    lines = [];
    size = 0;
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
  if (small.includes(type.typeId) || wide.includes(type.typeId)) {
    return { sql: name, json: scalarJson(api, type, name), valueAt: scalarAt };
  }
  const sql = expressions.of(type, name);
  if (type instanceof api.DuckDBListType && small.includes(type.valueType.typeId)) {
    const json = type.valueType.typeId === id.FLOAT ? `CAST(${sql} AS DOUBLE[])` : sql;
    return {
      sql,
      json,
      valueAt: (vector, row) => (vector instanceof api.DuckDBListVector ? listAt(vector, row) : null),
    };
  }
  const nested = [id.LIST, id.ARRAY, id.STRUCT, id.MAP, id.UNION, id.VARIANT];
  // JSON text is faster than row objects for nested values, and for lists of 64-bit integers as fast as exact vectors
  if (nested.includes(type.typeId))
    return { sql: `to_json(${sql})::VARCHAR`, json: `to_json(${sql})`, valueAt: parsedAt };
  const text = type.typeId === id.BLOB ? sql : `CAST(${name} AS VARCHAR)`;
  return { sql: text, json: text, valueAt: scalarAt };
}

/** A float as the double that it is; a huge integer by its digits; JSON text as a text. */
function scalarJson({ DuckDBTypeId: id }: DuckDb, { typeId }: DuckDBType, name: string): string {
  if (typeId === id.FLOAT) return `CAST(${name} AS DOUBLE)`;
  if (typeId === id.HUGEINT || typeId === id.UHUGEINT) return `CAST(CAST(${name} AS VARCHAR) AS JSON)`;
  return typeId === id.VARCHAR ? `CAST(${name} AS VARCHAR)` : name;
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
