import { DuckDBInstance } from "@duckdb/node-api";

/** `node duckdb-job.js THREADS SQL`: one statement in a process of its own. */
const [threads = "2", sql = "SELECT 1"] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads, memory_limit: "2GB" });
const connection = await instance.connect();
const result = await connection.runAndReadAll(sql);
console.log(JSON.stringify(result.getRowsJson()));
connection.closeSync();
instance.closeSync();
