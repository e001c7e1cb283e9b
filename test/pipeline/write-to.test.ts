import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/model/json.js";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import type { WriteTo } from "../../src/model/row-correction.js";
import { correctLog } from "../../src/pipeline.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LOG = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map(), lenient: false };

interface Corrected {
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: records of many shapes, read by path
  readonly rows: any[];
}

let count = 0;
async function correct(
  lines: readonly (JsonObject | string)[],
  writeTo: WriteTo = "log",
  lenient = false,
): Promise<Corrected> {
  const input = join(folder, `${count++}.jsonl`);
  writeFileSync(input, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
  const out = `${input}.out`;
  const run = { method: DEFAULT_OPTIONS, log: { ...LOG, lenient }, threads: 1 };
  await correctLog([input], run, { out, sidecar: null, force: false, parquetLayout: "default", writeTo });
  const text = readFileSync(out, "utf8");
  return {
    text,
    rows: text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  };
}

const HERMES = '<tool_call>{"name": "search", "arguments": {"query": "x"}}</tool_call>';
const OTHER = '<tool_call>{"name": "search", "arguments": {"query": "zz"}}</tool_call>';
/** Two rollouts, one of each success: advantages are +-0.7071, and the shared call keeps a fifth of the penalty off. */
const A = Math.SQRT1_2 / (1 + 1e-6 * Math.SQRT2);

function nemo(reward: number, call: string): JsonObject {
  return {
    content: [["system\nq", call, "found", "done"]],
    rewards: [reward],
    input_lengths: [6],
    token_ids: [[1, 2, 3, 4, 5, 6, 0]],
    token_loss_mask: [[0, 1, 1, 0, 1, 1, 0]],
    sample_loss_mask: [1],
    advantages: [[9, 9, 9, 9, 9, 9, 9]],
    idx: reward,
  };
}

function episode(reward: number, call: string, id: string): JsonObject {
  const node = (role: string, content: string, mask: boolean[], advantages?: number[]) => ({
    parent: null,
    message: { role, content },
    sampled: role === "assistant",
    token_ids: mask.map(() => 1),
    mask,
    logprobs: mask.filter(Boolean).map(() => -0.5),
    ...(advantages && { advantages }),
  });
  return {
    id,
    task: { type: "T", data: { answer: "a" }, key: "k" },
    group: { id: "g" },
    run: { type: "train", id: "r", work: { type: "train", step: 1 } },
    traces: [
      { id: "judge", agent: { name: "judge", trainable: false }, nodes: [], rewards: {} },
      {
        id: `${id}-t`,
        agent: { name: "solver", trainable: true },
        info: {},
        rewards: { correct: { score: reward, weight: 1 } },
        nodes: [
          node("user", "q", [false, false]),
          node("assistant", call, [false, true, true], [1, 1]),
          node("tool", "found", [false]),
          node("assistant", "done", [true]),
        ],
      },
    ],
  };
}

describe("correct --write-to log", () => {
  test("NeMo-RL: as long as the tokens, 0 off the loss mask, in a list of one", async () => {
    const { rows } = await correct([nemo(1, HERMES), nemo(0, HERMES)]);
    const close = (list: number[]) => list.map((value) => expect.closeTo(value, 5));
    expect(rows[0].advantages).toEqual([close([0, A, A, 0, A, A, 0])]);
    const spared = -A + 0.8 * A;
    expect(rows[1].advantages).toEqual([close([0, spared, spared, 0, -A, -A, 0])]);
    expect(rows[1].tapo).toBeUndefined();
  });

  test("prime-rl: a number for each sampled token of a node, other bytes as they were", async () => {
    const before = [episode(1, HERMES, "e1"), episode(0, HERMES, "e2")].map((line) =>
      JSON.stringify(line).replace('"step":1', '"step": 1.0'),
    );
    const { rows, text } = await correct(before);
    for (const [i, row] of rows.entries()) {
      const { nodes } = row.traces[1];
      for (const { mask, advantages } of nodes) {
        const sampled = mask.filter(Boolean).length;
        expect(advantages?.length ?? 0).toBe(sampled);
      }
      expect(nodes[1].advantages[0]).toBeCloseTo(i === 0 ? A : -0.2 * A, 5);
      expect(nodes[3].advantages).toEqual([expect.closeTo(i === 0 ? A : -A, 5)]);
      expect(row.traces[0]).toEqual(JSON.parse(before[i] ?? "").traces[0]);
    }
    expect(text.replace(/,?"advantages":\[[^\]]*\]/g, "").trim()).toBe(
      before.join("\n").replace(/,?"advantages":\[[^\]]*\]/g, ""),
    );
  });

  const GROUP = {
    tokens: [
      [1, 2, 3, 4],
      [1, 2, 3],
    ],
    masks: [
      [-100, 2, 3, -100],
      [-100, 2, 3],
    ],
    scores: [1, 0],
    advantages: null,
    messages: [
      [
        { role: "user", content: "q" },
        { role: "assistant", content: HERMES },
      ],
      [
        { role: "user", content: "q" },
        { role: "assistant", content: OTHER },
      ],
    ],
  };

  test("atropos: a list for each rollout, as long as its tokens", async () => {
    const { rows } = await correct([GROUP]);
    expect(rows[0].advantages).toEqual([
      [0, expect.closeTo(A, 5), expect.closeTo(A, 5), 0],
      [0, expect.closeTo(-A, 5), expect.closeTo(-A, 5)],
    ]);
  });

  test("atropos: a line of which a rollout was rejected stays as it is", async () => {
    const { rows } = await correct([{ ...GROUP, scores: [1, null] }, GROUP], "log", true);
    expect(rows[0].advantages).toBeNull();
    expect(rows[1].advantages).toHaveLength(2);
  });

  test("both: the field and the member", async () => {
    const { rows } = await correct([GROUP], "both");
    expect(rows[0].tapo[1].tokenAdvantages).toEqual(rows[0].advantages[1]);
  });

  test("tapo's own record: `advantages` as long as the mask", async () => {
    const record = (reward: number): JsonObject => ({
      group: "g",
      reward,
      messages: [
        { role: "user", content: "q" },
        { role: "assistant", content: HERMES },
      ],
      response_mask: [0, 1, 1],
    });
    const { rows } = await correct([record(1), record(0)]);
    expect(rows[1].advantages).toEqual([0, expect.closeTo(-0.2 * A, 5), expect.closeTo(-0.2 * A, 5)]);
  });

  test("a dialect without such a field is refused with those that have one", async () => {
    const row = { input: "q", output: "a", score: 1 };
    await expect(correct([row])).rejects.toThrow(
      /dialect verl have no field.*tapo \(advantages\).*verifiers-v1 \(traces\[\]\.nodes\[\]\.advantages\).*docs\/write-back\.md/,
    );
  });

  test("a record without tokens is refused, nothing is written", async () => {
    const { response_mask: _, ...bare } = {
      group: "g",
      reward: 1,
      response_mask: [],
      messages: GROUP.messages[0] ?? [],
    };
    await expect(correct([bare])).rejects.toThrow(/row 0 has no tokens with a policy mask/);
  });
});
