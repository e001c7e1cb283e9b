import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/model/json.js";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import { correctLog } from "../../src/pipeline.js";

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, "../..");
const LOCAL = join(ROOT, ".venv/bin/python");
const PYTHON = process.env.TAPO_PYTHON ?? (existsSync(LOCAL) ? LOCAL : "");
if (PYTHON === "") console.log("skipped: no Python (TAPO_PYTHON or .venv)");

const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const check = (what: string) =>
  run(PYTHON, [join(ROOT, "test/python/check_docs.py"), what, join(ROOT, "docs"), folder]);
const lines = (name: string) =>
  readFileSync(join(folder, name), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

async function sidecar(name: string, records?: readonly JsonObject[]): Promise<void> {
  const input = join(folder, `${name}.jsonl`);
  if (records !== undefined) writeFileSync(input, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  const log = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map(), lenient: false };
  const request = { out: null, sidecar: join(folder, `${name}.sidecar.jsonl`), force: false };
  await correctLog([input], { method: DEFAULT_OPTIONS, log, threads: 1 }, { ...request, parquetLayout: "default" });
}

const CALL = '<tool_call>{"name": "search", "arguments": {"query": "x"}}</tool_call>';
const SAID = `${CALL}\nuser\n<tool_response>\nfound\n</tool_response>\nassistant\ndone`;
const A = Math.SQRT1_2;
const near = (value: number) => expect.closeTo(value, 4);

describe.skipIf(PYTHON === "")("the Python functions of docs/", () => {
  test("exporters write what tapo reads; sidecars come back to the right tokens", { timeout: 60_000 }, async () => {
    await check("export");
    expect(lines("slime.jsonl").map(({ batch, group, rollout, reward }) => [batch, group, rollout, reward])).toEqual([
      [7, 3, 40, 1],
      [7, 3, 41, 0],
    ]);
    expect(lines("skyrl.jsonl").map(({ batch, rollout, reward }) => [batch, rollout, reward])).toEqual([
      [2, 0, 1],
      [2, 1, 0],
    ]);
    await sidecar("slime");
    await sidecar("skyrl");
    await sidecar("verl", [
      { input: "q", output: SAID, score: 1, step: 1, uid: "s_0_0" },
      { input: "q", output: SAID, score: 0, step: 1, uid: "s_1_0" },
    ]);
    await sidecar("trl", [
      { step: 1, prompt: "q", completion: SAID, right_reward: 1, advantage: 0.5 },
      { step: 1, prompt: "q", completion: `${SAID}!`, right_reward: 0, advantage: -0.5 },
    ]);
    const { stdout } = await check("write-back");
    const given = JSON.parse(stdout);
    const spared = -0.2 * A;

    expect(given.slime.map((row: number[]) => row.length)).toEqual([CALL.length + 10, CALL.length + 9]);
    expect(given.slime[0].at(0)).toEqual(near(spared));
    expect(given.slime[0].slice(CALL.length, CALL.length + 5)).toEqual([0, 0, 0, 0, 0]);
    expect(given.slime[0].at(-1)).toEqual(near(-A));
    expect(given.slime[1].at(0)).toEqual(near(A));
    expect(given.skyrl.map((row: number[]) => row[0])).toEqual([near(A), near(spared), 0]);
    expect(given.verl).toEqual([
      [near(spared), near(spared), 0, near(-A)],
      [near(A), near(A), 0, near(A)],
    ]);
    expect(given["verl refuses"]).toEqual([
      expect.stringContaining("other"),
      expect.stringContaining("1 runs in the mask, 2 turns"),
    ]);
    expect(given.trl).toEqual([
      [near(A), near(A), 0, near(A), 0],
      [near(spared), near(spared), 0, 0, near(-A)],
    ]);
  });
});
