import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS, type RunOptions } from "../../src/index.js";
import { jsonText } from "../../src/json/text.js";
import { openDuckDb, quoteText } from "../../src/read/duckdb.js";
import { simulateLog } from "../../src/simulate/simulate.js";
import { NO_LOG_OPTIONS } from "./support.js";

/** The built library: threads are started from its files. */
const BUILT = pathToFileURL(resolve(import.meta.dirname, "../../dist/index.js")).href;
const library: typeof import("../../src/index.js") = await import(BUILT);

const folder = mkdtempSync(join(tmpdir(), "tapo-memory-"));
const path = (name: string) => join(folder, name);
const THREADS = [1, 2, 4];
/** Less than any run takes: all goes to the file, a hundred rollouts at a time. */
const TINY = 1;

beforeAll(async () => {
  const lines = [...simulateLog({ prompts: 90, steps: 3, messageBytes: 12_000, singletons: 0.1 })].map(jsonText);
  const shuffled = lines.map((_, i) => lines[(i * 97 + 13) % lines.length] ?? "");
  expect(new Set(shuffled).size).toBe(lines.length);
  writeFileSync(path("contiguous.jsonl"), `${lines.join("\n")}\n`);
  writeFileSync(path("shuffled.jsonl"), `${shuffled.join("\n")}\n`);
  const duck = await openDuckDb();
  const table = `read_json(${quoteText(path("shuffled.jsonl"))}, format = 'newline_delimited')`;
  await duck.connection.run(`COPY (FROM ${table}) TO ${quoteText(path("shuffled.parquet"))} (FORMAT parquet)`);
  duck.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The run and the notes that it will have made. `limit`: bytes, Infinity for none. */
function limited(limit: number, threads: number, method: Partial<typeof DEFAULT_OPTIONS> = {}) {
  const notes: string[] = [];
  const run: RunOptions = {
    method: { ...DEFAULT_OPTIONS, replicates: 50, ...method },
    log: NO_LOG_OPTIONS,
    threads,
    threadsFrom: 0,
    memoryLimit: limit,
    onNote: (note) => notes.push(note),
  };
  return { run, notes };
}

const temporaries = () => readdirSync(tmpdir()).filter((name) => name.startsWith(".tapo."));

describe("a log above the memory limit", { timeout: 240_000 }, () => {
  it.each(["contiguous.jsonl", "shuffled.jsonl", "shuffled.parquet"])(
    "%s: audit gives the same bytes",
    async (name) => {
      const before = temporaries();
      const free = limited(Number.POSITIVE_INFINITY, 1);
      const right = JSON.stringify(await library.auditLog([path(name)], free.run));
      expect(free.notes).toEqual([]);
      for (const threads of THREADS) {
        const { run, notes } = limited(TINY, threads);
        expect(JSON.stringify(await library.auditLog([path(name)], run))).toBe(right);
        expect(notes).toEqual([expect.stringMatching(/^\d+\.\d MB of rollouts were kept in .* --memory-limit$/)]);
      }
      expect(temporaries()).toEqual(before);
    },
  );

  it("witnesses of a whole batch", async () => {
    const audit = async (limit: number, threads: number) => {
      const { run, notes } = limited(limit, threads, { scope: "batch" });
      return { text: JSON.stringify(await library.auditLog([path("shuffled.jsonl")], run)), notes };
    };
    const right = await audit(Number.POSITIVE_INFINITY, 1);
    for (const threads of [1, 2]) {
      const { text, notes } = await audit(TINY, threads);
      expect(text).toBe(right.text);
      expect(notes).toHaveLength(1);
    }
  });

  it.each(["shuffled.jsonl", "shuffled.parquet"])(
    "%s: correct gives the same bytes, with and without a sidecar",
    async (name) => {
      const extension = name.split(".")[1];
      const correct = async (limit: number, threads: number, sidecar: boolean) => {
        const { run, notes } = limited(limit, threads);
        const out = path(`out.${extension}`);
        const turns = path("turns.jsonl");
        const output = { out, sidecar: sidecar ? turns : null, force: true, parquetLayout: "default" } as const;
        const { corrected } = await library.correctLog([path(name)], run, output);
        const digest = (file: string) => readFileSync(file, "latin1");
        return { files: [digest(out), sidecar ? digest(turns) : "", JSON.stringify(corrected)], notes };
      };
      for (const sidecar of [false, true]) {
        const right = await correct(Number.POSITIVE_INFINITY, 1, sidecar);
        expect(right.notes).toEqual([]);
        for (const threads of sidecar ? [2] : [1, 4]) {
          const { files, notes } = await correct(TINY, threads, sidecar);
          expect(files.map((text, i) => text === right.files[i])).toEqual([true, true, true]);
          expect(notes).toContainEqual(expect.stringMatching(/ of rollouts were kept in /));
        }
      }
    },
  );
});
