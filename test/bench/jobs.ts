import { join } from "node:path";
import type { Data } from "./data.js";
import type { Job } from "./measure.js";
import { duckdb, python, quoted, TAPO } from "./programs.js";

/** The names that bars are computed from. */
export const JOB = {
  cat: "cat",
  audit: "tapo audit, JSONL",
  auditOne: "tapo audit, JSONL, 1 thread",
  correct: "tapo correct, JSONL",
  scan: "DuckDB read_json, 3 columns, types given",
  scanInferred: "DuckDB read_json, 3 columns, types inferred",
  scanNested: "DuckDB read_json, 3 columns, messages as nested types",
  python: "Python, the whole audit, JSONL",
  pythonHeadline: "Python, six headline figures, JSONL",
  auditParquet: "tapo audit, Parquet",
  scanParquet: "DuckDB read_parquet, 3 columns",
  correctParquet: "tapo correct, Parquet",
  copyParquet: "DuckDB COPY Parquet to Parquet",
  ablateOne: "tapo ablate, 1 variant",
  ablateMany: "tapo ablate, 30 variants",
} as const;

/** A chat message as a user types it who wants to look into it. */
const NESTED = "STRUCT(role VARCHAR, content VARCHAR, tool_calls JSON, tool_call_id VARCHAR)[]";

/** Everything that is timed as a whole process, in the order in which it is run. */
export function jobsOf(data: Data, folder: string): Job[] {
  const { jsonl, parquet, growth } = data;
  const out = (name: string) => join(folder, name);
  const small = growth[1] ?? jsonl;
  const correct = (input: string, output: string) => [...TAPO, "correct", input, "--out", output, "--force", "--json"];
  const audit = (input: string, threads: number) => [...TAPO, "audit", input, "--json", "--threads", String(threads)];
  const ablate = [...TAPO, "ablate", small.path, "--json", "--variants", "tapo"];
  const types = (messages: string) => `{reward: 'DOUBLE', "group": 'VARCHAR', messages: '${messages}'}`;
  const readJson = `FROM read_json(${quoted(jsonl.path)}`;
  const counts = `SELECT count(reward), count("group")`;
  return [
    { name: JOB.cat, command: ["cat", jsonl.path], bytes: jsonl.bytes },
    { name: JOB.audit, command: audit(jsonl.path, 2), bytes: jsonl.bytes },
    {
      name: JOB.scan,
      command: duckdb(
        `${counts}, sum(length(messages)) ${readJson}, format = 'newline_delimited', columns = ${types("JSON")})`,
      ),
      bytes: jsonl.bytes,
    },
    {
      name: JOB.scanNested,
      command: duckdb(
        `${counts}, count(messages) ${readJson}, format = 'newline_delimited', columns = ${types(NESTED)})`,
      ),
      bytes: jsonl.bytes,
    },
    { name: JOB.scanInferred, command: duckdb(`${counts}, count(messages) ${readJson})`), bytes: jsonl.bytes },
    { name: JOB.auditOne, command: audit(jsonl.path, 1), bytes: jsonl.bytes },
    {
      name: JOB.correct,
      command: correct(jsonl.path, out("out.jsonl")),
      bytes: jsonl.bytes,
      output: out("out.jsonl"),
    },
    { name: JOB.python, command: python("whole", jsonl.path), bytes: jsonl.bytes, most: 3 },
    { name: JOB.pythonHeadline, command: python("headline", jsonl.path), bytes: jsonl.bytes, most: 3 },
    { name: JOB.auditParquet, command: audit(parquet.path, 2), bytes: parquet.bytes },
    {
      name: JOB.scanParquet,
      command: duckdb(`${counts}, sum(length(to_json(messages))) FROM read_parquet(${quoted(parquet.path)})`),
      bytes: parquet.bytes,
    },
    {
      name: JOB.correctParquet,
      command: correct(parquet.path, out("out.parquet")),
      bytes: parquet.bytes,
      output: out("out.parquet"),
      most: 3,
    },
    {
      name: JOB.copyParquet,
      command: duckdb(
        `COPY (FROM ${quoted(parquet.path)}) TO ${quoted(out("copy.parquet"))} (COMPRESSION snappy, ROW_GROUP_SIZE 2048)`,
      ),
      bytes: parquet.bytes,
      output: out("copy.parquet"),
      most: 3,
    },
    { name: JOB.ablateOne, command: ablate, bytes: small.bytes },
    {
      name: JOB.ablateMany,
      command: [...ablate, "--sweep", "theta=0.3:0.8:0.1", "--sweep", "beta=0.2:1:0.2"],
      bytes: small.bytes,
    },
  ];
}

export function growthJobs({ growth }: Data): Job[] {
  return growth.map(({ rollouts, path, bytes }) => ({
    name: `${rollouts} rollouts`,
    command: [...TAPO, "audit", path, "--json"],
    bytes,
    most: 3,
  }));
}
