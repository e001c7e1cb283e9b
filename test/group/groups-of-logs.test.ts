import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../src/model/json.js";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import { auditLog, inspectLog } from "../../src/pipeline.js";

const REAL_LOGS = resolve(import.meta.dirname, "../../../shared/real-logs");
const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LOG = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map(), lenient: false };
const RUN = { method: DEFAULT_OPTIONS, log: LOG, threads: 1 };

let count = 0;
/** What inspect says of the groups of some files. */
async function grouping(...files: readonly (readonly JsonObject[])[]) {
  const paths = files.map((records) => {
    const path = join(folder, `log-of-${String.fromCharCode(97 + count++)}.jsonl`);
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
    return path;
  });
  const { grouping: found, funnel, warnings, first } = await inspectLog(paths, RUN);
  return { ...found, groups: funnel.groups, warnings, first };
}

const SAID = [{ role: "assistant", content: "done" }];
const asked = (prompt: string): JsonValue => [{ role: "user", content: prompt }];

function verifiers(id: number | null, prompt: string, answer: string, reward = 1): JsonObject {
  const ids: JsonObject = id === null ? {} : { example_id: id };
  return { ...ids, prompt: asked(prompt), completion: SAID, answer, reward, task: "default" };
}

describe("verifiers", () => {
  test("an id whose rows share one prompt is the group", async () => {
    const rows = [verifiers(0, "a", "x"), verifiers(1, "b", "y"), verifiers(0, "a", "x", 0)];
    expect(await grouping(rows)).toMatchObject({ method: "declared", groups: 2, warnings: expect.any(Array) });
  });

  test("Wordle: all prompts are equal, only the id tells questions apart", async () => {
    const rows = ["crane", "slate", "crane"].map((answer) => verifiers(answer === "crane" ? 0 : 1, "guess", answer));
    expect(await grouping(rows)).toMatchObject({ method: "declared", groups: 2 });
  });

  test("Wordle without ids: prompt and answer do", async () => {
    const rows = ["crane", "slate", "crane"].map((answer) => verifiers(null, "guess", answer));
    expect(await grouping(rows)).toMatchObject({
      method: "prompt",
      groups: 2,
      message: "2 groups by equal batch, prompt and ground truth",
    });
  });

  test("pooled files where one id means two prompts: prompt and answer", async () => {
    const one = [verifiers(0, "a", "x"), verifiers(1, "b", "y")];
    const other = [verifiers(0, "c", "x"), verifiers(1, "b", "y", 0)];
    expect(await grouping(one, other)).toMatchObject({
      method: "prompt",
      groups: 3,
      message: "3 groups by equal batch, prompt and ground truth, because one declared id stands for different prompts",
    });
  });
});

describe("NeMo-Gym", () => {
  const gym = (index: number, input: JsonValue, reward = 1): JsonObject => ({
    responses_create_params: { input },
    response: { output: [{ type: "message", role: "assistant", content: [{ type: "output_text", text: "a" }] }] },
    reward,
    _ng_task_index: index,
    _ng_rollout_index: 0,
  });

  test("an index that repeats across files of different harnesses: prompts tell the tasks apart", async () => {
    const found = await grouping([gym(0, asked("a")), gym(0, asked("a"))], [gym(0, asked("b")), gym(1, asked("c"))]);
    expect(found).toMatchObject({ method: "prompt", groups: 3 });
  });

  test("where prompts are missing, the file is part of the key", async () => {
    const found = await grouping([gym(0, []), gym(0, [], 0)], [gym(0, []), gym(1, [])]);
    expect(found).toMatchObject({ method: "declared", groups: 3 });
    expect(found.first?.group).toEqual([expect.stringContaining("log-of-"), 0]);
  });
});

/** Advantages as frameworks compute them. */
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const std = (values: readonly number[], ddof: number) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - ddof));
const FORMULAS: readonly [string, (rewards: readonly number[]) => number[]][] = [
  ["reward - mean", (r) => r.map((x) => x - mean(r))],
  ["(reward - mean) / std (sample, eps 1e-4)", (r) => r.map((x) => (x - mean(r)) / (std(r, 1) + 1e-4))],
  ["(reward - mean) / std (sample, eps 1e-6)", (r) => r.map((x) => (x - mean(r)) / (std(r, 1) + 1e-6))],
  ["(reward - mean) / std (population, eps 1e-6)", (r) => r.map((x) => (x - mean(r)) / (std(r, 0) + 1e-6))],
  ["reward - mean of the others", (r) => r.map((x) => (x - mean(r)) * (r.length / (r.length - 1)))],
];

/** Rows as TRL writes them: one group after the other, without ids. */
function trl(groups: readonly (readonly [prompt: string, rewards: readonly number[]])[], formula = 1): JsonObject[] {
  return groups.flatMap(([prompt, rewards]) => {
    const advantages = FORMULAS[formula]?.[1](rewards) ?? [];
    return rewards.map((reward, i) => ({
      step: 1,
      prompt,
      completion: "done",
      right_reward: reward,
      advantage: Math.fround(advantages[i] ?? 0),
    }));
  });
}

describe("logged scalar advantages", () => {
  test.each(FORMULAS.map(([name], i) => [name, i] as const))("%s is found to agree", async (name, formula) => {
    const rows = trl(
      [
        ["a", [1, 0, 0, 0.5]],
        ["b", [0, 1, 1, 0.25]],
      ],
      formula,
    );
    expect(await grouping(rows)).toMatchObject({
      method: "prompt",
      groups: 2,
      loggedAdvantages: `logged advantages agree with ${name} in all 2 groups of 2 or more`,
    });
  });

  test("a disagreement is a warning with the first example", async () => {
    const rows = trl([
      ["a", [1, 0, 0, 0]],
      ["b", [1, 1, 0, 0]],
    ]);
    const broken = rows.map((row, i) => (i === 5 ? { ...row, advantage: 0.125 } : row));
    const { warnings, loggedAdvantages } = await grouping(broken);
    expect(loggedAdvantages).toBe(
      "logged advantages differ from (reward - mean) / std (sample, eps 1e-4) in 1 of 2 groups of 2 or more",
    );
    const warning = warnings.find(({ code }) => code === "logged-advantages-disagree");
    expect(warning?.message).toMatch(/first: row 5 of file 1 has 0\.125, expected 0\.86/);
  });

  test("TRL: two groups of one prompt in a row are runs, where the advantages say so", async () => {
    const rows = trl([
      ["a", [1, 0, 0, 0]],
      ["a", [1, 1, 1, 0]],
      ["b", [1, 0, 1, 0]],
    ]);
    expect(await grouping(rows)).toMatchObject({
      method: "runs",
      groups: 3,
      message: expect.stringMatching(/^3 groups by runs of 4 consecutive rows .* contradict .*\(2 groups by equal/),
      loggedAdvantages: expect.stringContaining("in all 3 complete runs"),
    });
  });

  test("Prime: the declared key does not explain them, runs do, and a cut-off one is named", async () => {
    const rows = trl(
      [
        ["a", [1, 0, 0, 0]],
        ["a", [1, 1, 0, 0]],
        ["b", [1, 0, 1, 1]],
        ["b", [1]],
      ],
      0,
    ).map(({ right_reward: reward = null, prompt = null, advantage = null }, i) => ({
      run_id: "r",
      step: 0,
      problem_id: prompt === "a" ? 1 : 2,
      sample_id: i,
      prompt: JSON.stringify(asked(String(prompt))),
      completion: JSON.stringify(SAID),
      reward,
      advantage,
    }));
    const { warnings, ...found } = await grouping(rows);
    expect(found).toMatchObject({
      method: "runs",
      groups: 4,
      message: expect.stringMatching(/runs of 4 .*\(2 groups by the ids that the log declares\)/),
    });
    expect(warnings.map(({ code }) => code)).toContain("cut-off-group");
  });
});

describe.runIf(existsSync(REAL_LOGS))("real logs", () => {
  test.each<[string[], string, number, RegExp | null]>([
    [["verifiers_wordle"], "declared", 5, null],
    [["verifiers_wiki_search"], "declared", 100, null],
    [["verifiers_wiki_search", "verifiers_wordle"], "prompt", 105, null],
    [["tau_bench"], "declared", 50, null],
    [["prime_rl_training"], "runs", 6, /agree with reward - mean in all 5 complete runs/],
    [["nemo_gym"], "prompt", 6, null],
    [["deepeyes_vstar"], "prompt", 76, null],
    [["atropos"], "declared", 2, null],
  ])("%s: %s, %i groups", async (names, method, groups, logged) => {
    const { grouping: found, funnel } = await auditLog(
      names.map((name) => join(REAL_LOGS, name)),
      RUN,
    );
    expect({ method: found.method, groups: funnel.groups }).toEqual({ method, groups });
    if (logged === null) expect(found.loggedAdvantages).toBeNull();
    else expect(found.loggedAdvantages).toMatch(logged);
  });
});
