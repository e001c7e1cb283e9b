import type { ParquetLayout } from "../model/row-correction.js";
import { type Duck, quoteName, quotePath } from "../read/duckdb.js";
import { ARROW_SCHEMA_KEY, extendArrowSchema } from "./arrow-schema-key.js";

/** Uncompressed bytes of a row group to stay under: what is held in memory while one is written. */
const GROUP_BYTES = 2 ** 27;
/** What DuckDB writes, by the name that Parquet has for it. */
const CODECS = new Set(["UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "BROTLI", "LZ4_RAW"]);

/** COPY options under which a rewritten file stays what it was: codec, size of row groups, key/value metadata. */
export async function copyOptions(duck: Duck, path: string, layout: ParquetLayout): Promise<string> {
  // No temporary file of DuckDB's: what it writes is one already, and its name is known for clearing away.
  const options = ["FORMAT parquet", "USE_TMP_FILE false", `ROW_GROUP_SIZE ${await groupRows(duck, path)}`];
  if (layout === "plain") options.push("COMPRESSION snappy", "PARQUET_VERSION v1", "DICTIONARY_SIZE_LIMIT 0");
  else options.push(`COMPRESSION ${await codecOf(duck, path)}`);
  const metadata = await keyValues(duck, path);
  if (metadata.length > 0) options.push(`KV_METADATA {${metadata.join(", ")}}`);
  return options.join(", ");
}

/** The codec of most bytes of the file; snappy in place of one that cannot be written. */
async function codecOf(duck: Duck, path: string): Promise<string> {
  const rows = await duck.connection.runAndReadAll(
    `SELECT compression FROM parquet_metadata(${quotePath(path)}) GROUP BY 1 ORDER BY sum(total_compressed_size) DESC, 1 LIMIT 1`,
  );
  const codec = String(rows.getRows()[0]?.[0] ?? "SNAPPY");
  return CODECS.has(codec) ? codec.toLowerCase() : "snappy";
}

/** Rows of the largest row group, fewer where these are too many bytes; a multiple of DuckDB's vector size. */
async function groupRows(duck: Duck, path: string): Promise<number> {
  const rows = await duck.connection.runAndReadAll(
    `SELECT max(n), sum(n), sum(bytes) FROM (SELECT any_value(row_group_num_rows) AS n, sum(total_uncompressed_size) AS bytes
     FROM parquet_metadata(${quotePath(path)}) GROUP BY row_group_id)`,
  );
  const [largest, total, bytes] = (rows.getRows()[0] ?? []).map((value) => Number(value ?? 0));
  const fitting = GROUP_BYTES / Math.max(1, (bytes ?? 0) / Math.max(1, total ?? 0));
  return Math.max(1, Math.ceil(Math.min(largest ?? 0, fitting) / 2048)) * 2048;
}

/** `KV_METADATA` members. */
async function keyValues(duck: Duck, path: string): Promise<string[]> {
  const { DuckDBBlobValue } = duck.api;
  const rows = await duck.connection.runAndReadAll(`SELECT key, value FROM parquet_kv_metadata(${quotePath(path)})`);
  const members: string[] = [];
  for (const [key, value] of rows.getRows()) {
    if (!(key instanceof DuckDBBlobValue) || !(value instanceof DuckDBBlobValue)) continue;
    const name = Buffer.from(key.bytes).toString("utf8");
    const bytes = name === ARROW_SCHEMA_KEY ? await extended(value.bytes) : Buffer.from(value.bytes);
    if (bytes !== null) members.push(`${quoteName(name)}: ${blobLiteral(bytes)}`);
  }
  return members;
}

async function extended(bytes: Uint8Array): Promise<Buffer | null> {
  const schema = await extendArrowSchema(Buffer.from(bytes).toString("latin1"));
  return schema === null ? null : Buffer.from(schema, "latin1");
}

function blobLiteral(bytes: Buffer): string {
  return `unhex('${bytes.toString("hex")}')`;
}
