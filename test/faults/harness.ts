import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { openDuckDb, quoteText } from "../../src/read/duckdb.js";
import { temporaryFolder } from "../cli/tapo.js";
import { makeRandom } from "../property/random.js";

/** TAPO_BINARY judges another build. */
const BINARY = process.env.TAPO_BINARY ?? resolve(import.meta.dirname, "../../bin/tapo.js");

export type LogFormat = "jsonl" | "parquet" | "arrow";

/** Starts the binary as a user would. */
export function start(args: readonly string[], wrapper: readonly string[] = []): ChildProcess {
  const [command = process.execPath, ...rest] = [...wrapper, process.execPath, BINARY, ...args];
  return spawn(command, rest, {
    env: { PATH: process.env.PATH ?? "", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function ended(child: ChildProcess): Promise<Ended> {
  const out = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (text: string) => {
      out[stream] += text;
    });
  }
  return new Promise((done, fail) => {
    child.once("error", fail).once("close", (code, signal) => done({ code, signal, ...out }));
  });
}

export const run = (args: readonly string[], wrapper: readonly string[] = []) => ended(start(args, wrapper));

export function digest(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** Rollouts as verl writes them, flat: the same columns do for every format. */
function verlRow(prompt: number, rollout: number): Record<string, string | number> {
  const random = makeRandom(1000 * prompt + rollout);
  const call = () => {
    const query = Array.from({ length: 4 }, () => random.pick(["red", "blue", "car", "bus", "tower", "bridge"])).join(
      " ",
    );
    return `<tool_call>\n{"name": "search", "arguments": {"query": "${query}"}}\n</tool_call>`;
  };
  const turns = Array.from({ length: 6 }, () => `Let me look.\n${call()}<tool_response>about that</tool_response>`);
  return {
    input: `Where is ${prompt}?`,
    output: `${turns.join("")}There.`,
    gts: "there",
    score: random.int(2),
    step: 1,
  };
}

/** A log in a format, large enough that it takes a moment to correct. */
export async function makeLog(folder: string, format: LogFormat, prompts = 200): Promise<string> {
  const rows = Array.from({ length: 8 * prompts }, (_, i) => verlRow(Math.floor(i / 8), i % 8));
  const path = join(folder, `log.${format}`);
  const jsonl = format === "jsonl" ? path : `${path}.tmp`;
  if (format === "arrow") await writeArrow(path, rows);
  else writeFileSync(jsonl, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  if (format !== "parquet") return path;
  const duck = await openDuckDb();
  try {
    const source = `read_json(${quoteText(jsonl)}, format = 'newline_delimited')`;
    await duck.connection.run(`COPY (FROM ${source}) TO ${quoteText(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
  } finally {
    duck.close();
  }
  return path;
}

async function writeArrow(path: string, rows: readonly Record<string, string | number>[]): Promise<void> {
  const { Table, tableToIPC, vectorFromArray } = await import("apache-arrow");
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name) => [name, vectorFromArray(rows.map((row) => row[name]))]);
  writeFileSync(path, tableToIPC(new Table(Object.fromEntries(columns)), "file"));
}

/** What was done to one run of `correct`, and whether all was as promised. */
export interface Trial {
  readonly format: LogFormat;
  /** Milliseconds after the start. */
  readonly after: number;
  readonly outcome: "absent" | "complete";
  readonly faults: readonly string[];
}

/** One input, its digest, the right output's digest and how long a whole run takes. */
export interface Prepared {
  readonly format: LogFormat;
  readonly input: string;
  readonly digest: string;
  readonly right: string;
  readonly duration: number;
  readonly folder: string;
}

export async function prepare(format: LogFormat): Promise<Prepared> {
  const folder = temporaryFolder();
  const input = await makeLog(folder, format);
  const out = join(folder, `right.${format}`);
  const begun = performance.now();
  const { code, stderr } = await run(["correct", input, "--out", out, "--quiet"]);
  if (code !== 0) throw new Error(`correct ${format} failed: ${stderr}`);
  return { format, input, digest: digest(input), right: digest(out), duration: performance.now() - begun, folder };
}

/** Sends a signal to `correct` some time after its start, then looks at what it left and runs it again. */
export async function interrupt(prepared: Prepared, signal: NodeJS.Signals, after: number): Promise<Trial> {
  const { format, input, right, folder } = prepared;
  const place = join(folder, "out");
  mkdirSync(place);
  const out = join(place, `out.${format}`);
  const child = start(["correct", input, "--out", out, "--quiet"]);
  const end = ended(child);
  await new Promise((resume) => setTimeout(resume, after));
  child.kill(signal);
  const { code, stderr, signal: by } = await end;
  const faults: string[] = [];
  const outcome = existsSync(out) ? "complete" : "absent";
  if (existsSync(out) && digest(out) !== right) faults.push("the output is not the right one");
  if (digest(input) !== prepared.digest) faults.push("the input changed");
  const left = readdirSync(place).filter((name) => name !== basename(out));
  if (left.some((name) => !/^\..*\.tmp$/.test(name))) faults.push(`left behind: ${left.join(", ")}`);
  if (signal !== "SIGKILL" && by === null && code !== 0) {
    if (code !== 128 + (signal === "SIGINT" ? 2 : 15)) faults.push(`exit ${code}: ${stderr}`);
    if (left.length > 0) faults.push(`temporary files: ${left.join(", ")}`);
    if (stderr.trimEnd().split("\n").length !== 1) faults.push(`not one line: ${stderr}`);
  }
  const again = await run(["correct", input, "--out", out, "--quiet", "--force"]);
  if (again.code !== 0 || digest(out) !== right) faults.push(`a second run failed: ${again.stderr}`);
  copyFileSync(out, join(folder, `last.${format}`));
  rmSync(place, { recursive: true });
  return { format, after, outcome, faults };
}
