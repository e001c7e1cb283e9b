import { resolve } from "node:path";

/** The project's root: benchmarks run there. */
const ROOT = process.cwd();
const BUILT = resolve(ROOT, "dist/bench/test/bench");

/** Node with the meter of `usage.ts`. */
const NODE = [process.execPath, "--import", resolve(BUILT, "usage.js")];

export const TAPO = [...NODE, resolve(ROOT, "bin/tapo.js")];
export const LIBRARY = resolve(ROOT, "dist/index.js");
export const BATCH_JOB = [...NODE, resolve(BUILT, "batch-job.js")];

/** One DuckDB statement as a command, on 2 threads unless said otherwise. */
export function duckdb(sql: string, threads = 2): string[] {
  return [...NODE, resolve(BUILT, "duckdb-job.js"), String(threads), sql];
}

export const PYTHON = { headline: "audit.py", whole: "whole_audit.py" } as const;

/** A Python script of this folder over a log. */
export function python(script: keyof typeof PYTHON, log: string): string[] {
  return ["python3", "-B", resolve(ROOT, "test/bench", PYTHON[script]), log];
}

/** A text as an SQL literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
