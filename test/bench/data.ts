import { mkdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { outputOf } from "./measure.js";
import { duckdb, quoted, TAPO } from "./programs.js";

/** How large a benchmark is. */
export interface Size {
  readonly name: "full" | "quick";
  /** Prompts of the log with token arrays; 8 rollouts each. */
  readonly prompts: number;
  /** Rollouts of the small logs of the growth table. */
  readonly growth: readonly number[];
  readonly runs: number;
}

export const FULL: Size = { name: "full", prompts: 2400, growth: [1e4, 1e5, 1e6], runs: 5 };
export const QUICK: Size = { name: "quick", prompts: 240, growth: [1e3, 1e4, 1e5], runs: 3 };

export interface LogPath {
  readonly path: string;
  readonly bytes: number;
}

export interface Data {
  /** Arrays of 1500 token ids, advantages and log-probabilities, and 8 kB of messages, a rollout. */
  readonly jsonl: LogPath;
  /** The same as snappy Parquet, in row groups of 2048 rows. */
  readonly parquet: LogPath;
  /** Logs without token arrays, by rollouts. */
  readonly growth: readonly (LogPath & { readonly rollouts: number })[];
  /** One training batch: 128 groups of 8 rollouts. */
  readonly batch: LogPath;
}

/** Builds what is missing in the cache folder. Seeds are fixed: the same on every machine. */
export async function buildData(folder: string, size: Size, log: (line: string) => void): Promise<Data> {
  await mkdir(folder, { recursive: true });
  const make = async (name: string, build: (path: string) => Promise<unknown>): Promise<LogPath> => {
    const path = join(folder, name);
    const known = await stat(path).catch(() => null);
    if (known !== null) return { path, bytes: known.size };
    log(`building ${path}`);
    const temporary = `${path}.tmp`;
    await build(temporary);
    await rename(temporary, path);
    return { path, bytes: (await stat(path)).size };
  };
  const simulated = (name: string, options: string) =>
    make(name, (path) =>
      outputOf([...TAPO, "simulate", ...options.split(" "), "--seed", "1", "--output", path, "--force"]),
    );
  const large = "--rollouts 8 --steps 10 --tokens 1500 --message-bytes 8000";
  const jsonl = await simulated(`log-${size.prompts}.jsonl`, `--prompts ${size.prompts} ${large}`);
  const parquet = await make(`log-${size.prompts}.parquet`, (path) => {
    const copy = `COPY (SELECT * FROM read_json(${quoted(jsonl.path)})) TO ${quoted(path)}`;
    return outputOf(duckdb(`${copy} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 2048)`));
  });
  const growth = [];
  for (const rollouts of size.growth) {
    const options = `--prompts ${rollouts / 8} --rollouts 8 --steps ${Math.max(1, rollouts / 1e4)}`;
    growth.push({ rollouts, ...(await simulated(`small-${rollouts}.jsonl`, options)) });
  }
  const batch = await simulated(
    "batch.jsonl",
    "--prompts 128 --rollouts 8 --steps 1 --singletons 0 --facts 6 --max-turns 8",
  );
  return { jsonl, parquet, growth, batch };
}
