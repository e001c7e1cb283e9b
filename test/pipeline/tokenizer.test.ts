import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/model/json.js";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import { correctLog } from "../../src/pipeline.js";
import { BYTE_LEVEL } from "../read/tokenizer/tokenizers.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LOG = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map(), lenient: false };
const tokenizer = join(folder, "tokenizer.json");
writeFileSync(tokenizer, JSON.stringify(BYTE_LEVEL));

let count = 0;
async function correct(lines: readonly JsonObject[], lenient = false) {
  const input = join(folder, `${count++}.jsonl`);
  writeFileSync(input, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const out = `${input}.out`;
  const run = { method: DEFAULT_OPTIONS, log: { ...LOG, lenient }, threads: 2 };
  const summary = await correctLog([input], run, {
    out,
    sidecar: null,
    force: false,
    parquetLayout: "default",
    tokenizer,
  });
  const rows = readFileSync(out, "utf8").trim().split("\n");
  return { summary, members: rows.map((row) => JSON.parse(row).tapo) };
}

const TURN = "<search>the é</search>";
const OUTPUT = `${TURN}<information>the</information>the`;

describe("correct --tokenizer", () => {
  test("the turns of a response text get token ranges, what came back gets 0", async () => {
    const { members } = await correct([
      { input: "q", output: OUTPUT, score: 1 },
      { input: "q", output: OUTPUT, score: 0 },
    ]);
    const [, failing] = members;
    const [call, last] = failing.turns;
    expect(call.tokens[0]).toBe(0);
    expect(call.chars).toEqual([0, TURN.length]);
    expect(last.tokens[1]).toBe(failing.tokenAdvantages.length);
    const values = (from: number, to: number) => [...new Set(failing.tokenAdvantages.slice(from, to))];
    expect(values(...(call.tokens as [number, number]))).toEqual([call.advantage]);
    expect(values(call.tokens[1], last.tokens[0])).toEqual([0]);
    expect(values(...(last.tokens as [number, number]))).toEqual([last.advantage]);
    expect(call.advantage).toBeGreaterThan(last.advantage);
  });

  test("a rollout without one response text is rejected; leniently it gets turn advantages", async () => {
    const messages = [
      { role: "user", content: "q" },
      { role: "assistant", content: "a" },
    ];
    const lines = [
      { group: "g", reward: 1, messages },
      { group: "g", reward: 0, messages, response_mask: [0, 1] },
    ];
    await expect(correct(lines)).rejects.toThrow(/1 record/);
    const { members, summary } = await correct(lines, true);
    expect(members[0].tokenAdvantages).toBeUndefined();
    expect(members[1].tokenAdvantages).toHaveLength(2);
    expect(summary.warnings.map(({ message }) => message)).toContain(
      "1 record(s): no response text to tokenize: turn advantages only",
    );
  });
});
