import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { InputError } from "../../model/errors.js";
import { shellQuote } from "./shell-quote.js";

/** A batch script and the options that it is submitted with. */
export interface SlurmJob {
  readonly script: string;
  /** Path that the script is written to. */
  readonly path: string;
  readonly options: readonly string[];
}

export interface SlurmWork {
  readonly name: string;
  /** Shards to run. */
  readonly shards: readonly number[];
  readonly count: number;
  readonly cpus: number;
  /** Folder that every node sees, for scripts and logs. */
  readonly work: string;
  readonly cwd: string;
  /** Shell lines: of a shard, given the shell text of its number; of the merge. */
  readonly shardLine: (index: string) => string;
  readonly mergeLine: string;
  /** More options of sbatch, as the user gave them. */
  readonly sbatch: readonly string[];
}

/** The array of shards; null where all of them are done. */
export function shardArray({ name, shards, cpus, work, cwd, shardLine, sbatch }: SlurmWork): SlurmJob | null {
  if (shards.length === 0) return null;
  return {
    script: script(cwd, shardLine("$SLURM_ARRAY_TASK_ID")),
    path: `${work}/shards.sh`,
    options: [
      `--job-name=${name}`,
      `--array=${ranges(shards)}`,
      `--cpus-per-task=${cpus}`,
      `--output=${pattern(work)}/shard-%a.log`,
      ...sbatch,
    ],
  };
}

/** The merge, to run once the array's job has ended well. */
export function mergeJob({ name, work, cwd, mergeLine, sbatch }: SlurmWork, after: string | null): SlurmJob {
  return {
    script: script(cwd, mergeLine),
    path: `${work}/merge.sh`,
    options: [
      `--job-name=${name}-merge`,
      ...(after === null ? [] : [`--dependency=afterok:${after}`, "--kill-on-invalid-dep=yes"]),
      `--output=${pattern(work)}/merge.log`,
      ...sbatch,
    ],
  };
}

function script(cwd: string, line: string): string {
  return `#!/bin/sh\ncd ${shellQuote(cwd)} || exit 2\nexec ${line}\n`;
}

/** `%` begins a placeholder in the names of Slurm's output files. */
function pattern(path: string): string {
  return path.replaceAll("%", "%%");
}

/** `0-3,6` for 0, 1, 2, 3, 6. */
export function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const n of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === n - 1) last[1] = n;
    else parts.push([n, n]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}

/** The command that submits a job. */
export function sbatchWords({ options, path }: SlurmJob): string[] {
  return ["sbatch", "--parsable", ...options, path];
}

/**
 * Submits a job and returns its id.
 * @throws InputError where Slurm is not there or refuses.
 */
export async function submitSlurm(job: SlurmJob): Promise<string> {
  const [command = "", ...words] = sbatchWords(job);
  try {
    const { stdout } = await promisify(execFile)(command, words);
    return stdout.trim().split(";")[0] ?? "";
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw new InputError(
      missing ? "sbatch is not on this machine: run this where Slurm is, or see --dry-run" : `sbatch: ${said || error}`,
    );
  }
}
