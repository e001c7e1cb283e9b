import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { DEFAULT_OPTIONS, type RunOptions } from "../../src/index.js";
import { toJson } from "../../src/report/json.js";
import { temporaryFolder } from "../cli/tapo.js";
import { generateLog } from "../property/generate.js";

/** The built library: threads are started from its files. */
const BUILT = pathToFileURL(resolve(import.meta.dirname, "../../dist/index.js")).href;
const library: typeof import("../../src/index.js") = await import(BUILT);

const SEEDS = [3, 11, 26, 36] as const;
const THREADS = [1, 2, 3] as const;
const ALL = { variants: null, extra: [], sweeps: [] };

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

const withoutBigInts = (_: string, value: unknown) => (typeof value === "bigint" ? Number(value) : value);

function writeLog(seed: number): { readonly paths: string[]; readonly method: RunOptions["method"] } {
  const { records, options } = generateLog(seed);
  const half = Math.ceil(records.length / 2);
  const paths = [records.slice(0, half), records.slice(half)].map((part, i) => {
    const path = at(`part-${"ab"[i]}-of-log.jsonl`);
    writeFileSync(path, part.map(({ value }) => `${JSON.stringify(value, withoutBigInts)}\n`).join(""));
    return path;
  });
  return { paths, method: { ...DEFAULT_OPTIONS, ...options, replicates: 20 } };
}

/** What every command gives, with so many threads at work on however small a log. */
async function everything(paths: readonly string[], method: RunOptions["method"], threads: number): Promise<string[]> {
  const log = {
    dialect: "tapo",
    groupBy: [],
    batchBy: null,
    reward: null,
    map: new Map<string, string>(),
    lenient: false,
  };
  const run: RunOptions = { method, log, threads, threadsFrom: 0 };
  const [out, sidecar] = [at(`out-${threads}`), at(`turns-${threads}.csv`)];
  const summary = await library.correctLog(paths, run, { out, sidecar, force: true, parquetLayout: "default" });
  const { corrected, warnings } = summary;
  const written = ["part-a-of-log.jsonl", "part-b-of-log.jsonl"].map((name) => readFileSync(join(out, name), "utf8"));
  return [
    toJson(await library.auditLog(paths, run)),
    toJson({ corrected, warnings }),
    ...written,
    readFileSync(sidecar, "utf8"),
    toJson(await library.ablateLog(paths, run, ALL)),
    toJson(await library.compareLog(paths, run, ["grpo", "gigpo", "tapo"])),
    toJson(await library.explainLog(paths, run, { row: 0, file: paths[0] })),
  ];
}

describe("changing the number of threads", { timeout: 120_000 }, () => {
  test.each(SEEDS)("changes no byte of any command's result (log %i)", async (seed) => {
    const { paths, method } = writeLog(seed);
    const [alone, ...others] = await Promise.all(THREADS.map((threads) => everything(paths, method, threads)));
    for (const other of others) expect(other).toEqual(alone);
  });
});
