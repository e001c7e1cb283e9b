import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { type Besides, barsOf } from "./bars.js";
import { buildData, type Data, FULL, QUICK } from "./data.js";
import { differences } from "./differences.js";
import { growthJobs, jobsOf } from "./jobs.js";
import { measureAll, median, outputOf } from "./measure.js";
import { BATCH_JOB, duckdb, LIBRARY, PYTHON, python, TAPO } from "./programs.js";
import { type BenchResult, markdown } from "./table.js";

/** `npm run bench`, `npm run bench:quick`: the table "Speed and memory", measured. Results go to the cache folder. */

const size = process.argv.includes("--quick") ? QUICK : FULL;
const folder = join(process.cwd(), ".cache", "bench");
const log = (line: string) => console.error(line);

await mkdir(folder, { recursive: true });
const data = await buildData(folder, size, log);
await sameFigures(data);
const measured = await measureAll(jobsOf(data, folder), size.runs, log);
const besides: Besides = { batch: await batchMilliseconds(data), growth: await growth(data) };
const result: BenchResult = {
  size: size.name,
  machine: await machine(),
  measured,
  besides,
  bars: barsOf(measured, besides),
};
const page = markdown(result);
await writeFile(join(folder, `${size.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
await writeFile(join(folder, `${size.name}.md`), page);
console.log(page);
log(`written to ${join(folder, size.name)}.json and .md`);

/** A Python script does the same job only if it gives the same figures. */
async function sameFigures({ batch, jsonl }: Data): Promise<void> {
  for (const { path } of [batch, jsonl]) {
    const own = JSON.parse(await outputOf([...TAPO, "audit", path, "--json"]));
    const scripts = Object.keys(PYTHON) as (keyof typeof PYTHON)[];
    for (const script of scripts) {
      const found = differences(JSON.parse(await outputOf(python(script, path))), own);
      if (found.length > 0) throw new Error(`${PYTHON[script]} has other figures of ${path}:\n${found.join("\n")}`);
    }
  }
}

async function batchMilliseconds({ batch }: Data): Promise<Besides["batch"]> {
  const times = JSON.parse(await outputOf([...BATCH_JOB, LIBRARY, batch.path])) as Record<string, number[]>;
  const warm = (all: number[] = []) => median(all.slice(all.length >> 1)) ?? Number.NaN;
  return { audit: warm(times.audits), correct: warm(times.corrections) };
}

async function growth(from: Data): Promise<Besides["growth"]> {
  const runs = await measureAll(growthJobs(from), size.runs, log);
  return from.growth.map(({ rollouts }, i) => ({
    rollouts,
    seconds: runs[i]?.median.wall ?? Number.NaN,
    rss: runs[i]?.median.rss ?? null,
  }));
}

async function machine(): Promise<Record<string, string>> {
  const version = JSON.parse(await readFile("package.json", "utf8")).version as string;
  const engine = JSON.parse(await outputOf(duckdb("SELECT version() AS version"))) as string[][];
  const python3 = (await outputOf(["python3", "--version"])).trim().replace("Python ", "");
  return {
    processor: `${cpus()[0]?.model ?? "?"} (${availableParallelism()} threads)`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    tapo: version,
    node: process.version,
    DuckDB: engine[0]?.[0] ?? "?",
    Python: python3,
  };
}
