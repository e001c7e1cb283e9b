import { tmpdir } from "node:os";
import { resolve } from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { InputError } from "../model/errors.js";
import { isRemote } from "./remote/address.js";

export type DuckDb = typeof import("@duckdb/node-api");

/** A private database in memory, and the module it came from. */
export interface Duck {
  readonly api: DuckDb;
  readonly connection: DuckDBConnection;
  close(): void;
}

/** No network, no extensions from elsewhere, rows in order, bounded memory: more spills to the system's temporary folder. */
const SETTINGS = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  allow_community_extensions: "false",
  preserve_insertion_order: "true",
  memory_limit: "2GB",
};

/** Starts DuckDB; loaded only here, for it takes 0.3 s. */
export async function openDuckDb(): Promise<Duck> {
  const api = await import("@duckdb/node-api");
  const instance: DuckDBInstance = await api.DuckDBInstance.create(":memory:", {
    ...SETTINGS,
    temp_directory: tmpdir(),
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    api,
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A name as an SQL identifier, whatever characters it has. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as an SQL literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A path as an SQL literal that names this file alone: DuckDB would take `*`, `?` and `[` of its name for patterns and read
 * other files, a leading `~` for a home, and `s3:` for a scheme. Addresses stay as they are.
 */
export function quotePath(path: string): string {
  return quoteText(isRemote(path) ? path : resolve(path).replace(/[[*?]/g, "[$&]"));
}

/** The table expression of a Parquet file: its own columns only, nothing derived from its path. */
export function parquetTable(path: string, more = ""): string {
  return `read_parquet(${quotePath(path)}, hive_partitioning = false, union_by_name = false${more})`;
}

/** DuckDB's error as one about the file. */
export function parquetProblem(path: string, error: unknown): unknown {
  if (error instanceof InputError || !(error instanceof Error)) return error;
  return new InputError(`${path}: cannot be read as Parquet (${error.message.split("\n")[0]})`);
}
