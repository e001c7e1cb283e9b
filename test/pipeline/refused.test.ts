import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import { correctLog, inspectLog } from "../../src/pipeline.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LOG = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map(), lenient: false };
const RUN = { method: DEFAULT_OPTIONS, log: LOG, threads: 1 };

function written(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe("what cannot be read", () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ["7.pt", Uint8Array.of(0x80, 2, 0x7d), /pickle.*docs\/exporters\.md/],
    ["7.pt", "PK\u0003\u0004rest", /pickle.*docs\/exporters\.md/],
    ["0007.yaml", "trajectories:\n- reward: 1.0\n", /YAML.*ART.*docs\/exporters\.md/],
  ])("%s is refused with the page that helps", async (name, content, message) => {
    await expect(inspectLog([written(name, content)], RUN)).rejects.toThrow(message);
  });

  test("a transcript without a reward is rejected with the remedy", async () => {
    const text = "<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\n<search>a</search><information>b</information>";
    const { inputs, rejections } = await inspectLog([written("case.txt", text)], RUN);
    expect(inputs[0]?.dialect).toBe("search-r1");
    expect(rejections[0]).toMatchObject({
      reason: "reward missing",
      expected: expect.stringContaining("write it as JSONL"),
    });
    const record = { text, reward: 0, group: "q7" };
    const { funnel } = await inspectLog([written("case.jsonl", JSON.stringify(record))], RUN);
    expect(funnel).toMatchObject({ rollouts: 1, toolCalls: 1 });
  });

  test("the page is there, with functions for what the messages name", () => {
    const page = readFileSync(resolve(import.meta.dirname, "../../docs/exporters.md"), "utf8");
    for (const word of ["def slime_records", "def skyrl_records", "ART's YAML"]) expect(page).toContain(word);
  });
});

describe("a stream of PipelineRL, whose lines are lists", () => {
  const text = (group: string, reward: number) => ({
    text: `<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\na${reward}<|im_end|>`,
    n_predicted: 2,
    reward,
    input_ids: [1, 2, 3],
    labels: [-100, 2, 3],
    group_id: group,
    metadata: { model_version: 7, rollout_index: reward },
  });
  const lines = [
    [text("a", 1), text("a", 0)],
    [text("b", 1), text("b", 0)],
  ];
  const stream = () => written("0.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));

  test("is read text by text", async () => {
    const { inputs, funnel, has } = await inspectLog([stream()], RUN);
    expect(inputs[0]).toMatchObject({ dialect: "pipelinerl", rows: 4 });
    expect(funnel).toMatchObject({ rollouts: 4, groups: 2, mixedGroups: 2, rejected: 0 });
    expect(has.policyMask).toBe(true);
  });

  test("is corrected in place", async () => {
    const input = stream();
    const out = `${input}.out`;
    await correctLog([input], RUN, { out, sidecar: null, force: false, parquetLayout: "default" });
    const corrected = readFileSync(out, "utf8").trim().split("\n");
    expect(corrected).toHaveLength(2);
    const groups = corrected.map((line) => JSON.parse(line).map(({ tapo }: { tapo: { group: string } }) => tapo.group));
    expect(groups).toEqual([
      ["a", "a"],
      ["b", "b"],
    ]);
  });
});
