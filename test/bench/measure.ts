import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A command that is timed as a whole process. */
export interface Job {
  readonly name: string;
  readonly command: readonly string[];
  /** Bytes of its input, for MB/s; 0 where that says nothing. */
  readonly bytes: number;
  /** Output that is removed after every run. */
  readonly output?: string;
  /** Runs at most, for jobs that take minutes. */
  readonly most?: number;
}

export interface Run {
  /** Wall time in seconds. */
  readonly wall: number;
  /** User and system time in seconds; null where the process does not tell. */
  readonly cpu: number | null;
  /** Peak resident memory in MB; null where the process does not tell. */
  readonly rss: number | null;
}

export interface Measured {
  readonly name: string;
  readonly bytes: number;
  readonly runs: readonly Run[];
  /** Medians over the runs. */
  readonly median: Run;
}

const USAGE = join(tmpdir(), `tapo-bench-${process.pid}.json`);

/** Runs every job `times` times, one after the other in turn, so that what else the machine does hits all alike. */
export async function measureAll(
  jobs: readonly Job[],
  times: number,
  log: (line: string) => void,
): Promise<Measured[]> {
  const runs = jobs.map((): Run[] => []);
  for (let round = 0; round < times; round++) {
    for (const [i, job] of jobs.entries()) {
      if (round >= (job.most ?? times)) continue;
      const run = await measure(job);
      runs[i]?.push(run);
      log(`${round + 1}/${times} ${job.name}: ${run.wall.toFixed(2)} s`);
    }
  }
  return jobs.map(({ name, bytes }, i) => {
    const own = runs[i] ?? [];
    const of = (value: (run: Run) => number | null) => median(own.flatMap((run) => value(run) ?? []));
    const wall = of((run) => run.wall) ?? Number.NaN;
    return { name, bytes, runs: own, median: { wall, cpu: of((run) => run.cpu), rss: of((run) => run.rss) } };
  });
}

/** Standard output of a run that is not measured. */
export async function outputOf(command: readonly string[]): Promise<string> {
  return (await run(command, "pipe")).toString("utf8");
}

/** Null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

async function measure({ command, output }: Job): Promise<Run> {
  await rm(USAGE, { force: true });
  const start = performance.now();
  await run(command, "ignore");
  const wall = (performance.now() - start) / 1000;
  if (output !== undefined) await rm(output, { force: true });
  try {
    const { cpu, rss } = JSON.parse(await readFile(USAGE, "utf8")) as { cpu: number; rss: number };
    return { wall, cpu, rss };
  } catch {
    return { wall, cpu: null, rss: null };
  }
}

function run([program = "", ...args]: readonly string[], stdout: "pipe" | "ignore"): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, BENCH_USAGE: USAGE, NO_COLOR: "1" };
    const child = spawn(program, args, { stdio: ["ignore", stdout, "pipe"], env });
    const out: Buffer[] = [];
    const problems: Buffer[] = [];
    child.stdout?.on("data", (piece: Buffer) => out.push(piece));
    child.stderr?.on("data", (piece: Buffer) => problems.push(piece));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out));
      else reject(new Error(`${program} ${args.join(" ")}: code ${code}\n${Buffer.concat(problems).toString("utf8")}`));
    });
  });
}
