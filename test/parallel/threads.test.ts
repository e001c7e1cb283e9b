import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS, type RunOptions } from "../../src/index.js";
import { jsonText } from "../../src/json/text.js";
import { openDuckDb, quoteText } from "../../src/read/duckdb.js";
import { simulateLog } from "../../src/simulate/simulate.js";

/** The built library: threads are started from its files. */
const BUILT = pathToFileURL(resolve(import.meta.dirname, "../../dist/index.js")).href;
const library: typeof import("../../src/index.js") = await import(BUILT);

const folder = mkdtempSync(join(tmpdir(), "tapo-threads-"));
const path = (name: string) => join(folder, name);
const THREADS = [1, 2, 4];

beforeAll(async () => {
  // More than 4 blocks of 4 MB, so that 4 threads have work, and groups are kept apart.
  const lines = [...simulateLog({ prompts: 45, steps: 3, tokens: 1500, messageBytes: 4000 })].map(jsonText);
  const shuffled = lines.map((_, i) => lines[(i * 97 + 13) % lines.length] ?? "");
  expect(new Set(shuffled).size).toBe(lines.length);
  writeFileSync(path("contiguous.jsonl"), `${lines.join("\n")}\n`);
  writeFileSync(path("shuffled.jsonl"), `${shuffled.join("\n")}\n`);
  writeFileSync(path("shuffled.jsonl.gz"), gzipSync(shuffled.join("\n"), { level: 1 }));
  const duck = await openDuckDb();
  const table = `read_json(${quoteText(path("shuffled.jsonl"))}, format = 'newline_delimited')`;
  await duck.connection.run(`COPY (FROM ${table}) TO ${quoteText(path("shuffled.parquet"))} (FORMAT parquet)`);
  duck.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

function runOptions(threads: number, threadsFrom: number, stages: Set<string>): RunOptions {
  return {
    method: DEFAULT_OPTIONS,
    log: { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map(), lenient: false },
    threads,
    threadsFrom,
    onProgress: ({ stage }) => stages.add(stage),
  };
}

describe("threads", { timeout: 120_000 }, () => {
  it.each(["contiguous.jsonl", "shuffled.jsonl", "shuffled.jsonl.gz", "shuffled.parquet"])(
    "audit %s to the same bytes",
    async (name) => {
      const input = [path(name)];
      const stages = new Set<string>();
      const without = JSON.stringify(await library.auditLog(input, runOptions(1, Number.POSITIVE_INFINITY, stages)));
      expect([...stages]).toEqual(["reading"]);
      for (const threads of THREADS) {
        const seen = new Set<string>();
        expect(JSON.stringify(await library.auditLog(input, runOptions(threads, 0, seen)))).toBe(without);
        expect([...seen]).toEqual([`reading with ${threads} threads`]);
      }
    },
  );

  it("audit standard input to the same bytes", async () => {
    const results = new Set<string>();
    for (const threads of THREADS) {
      const stages = new Set<string>();
      const stdin = createReadStream(path("shuffled.jsonl"));
      results.add(JSON.stringify(await library.auditLog(["-"], { ...runOptions(threads, 0, stages), stdin })));
      expect(stages).toContain(`reading with ${threads} threads`);
    }
    expect(results.size).toBe(1);
  });

  it("correct to the same bytes", async () => {
    const output = { sidecar: null, force: true, parquetLayout: "default" } as const;
    const written = new Set<string>();
    for (const [i, threads] of [1, ...THREADS].entries()) {
      const stages = new Set<string>();
      const run = runOptions(threads, i === 0 ? Number.POSITIVE_INFINITY : 0, stages);
      await library.correctLog([path("shuffled.jsonl")], run, { ...output, out: path("out.jsonl") });
      expect(stages).toContain(i === 0 ? "reading" : `reading with ${threads} threads`);
      written.add(readFileSync(path("out.jsonl"), "latin1"));
    }
    expect(written.size).toBe(1);
  });
});
