import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/model/json.js";
import { detectDialect } from "../../../src/normalise/detect.js";
import { DIALECT_NAMES, DIALECTS } from "../../../src/normalise/registry.js";
import { NEED, normalise, rejection, rollout, rollouts } from "../support.js";
import { SAMPLES, type Sample } from "./records.js";

const named = SAMPLES.map((sample): [string, Sample] => [`${sample.dialect} (${sample.path})`, sample]);

function sampleOf(dialect: string): JsonObject {
  const record = SAMPLES.find((sample) => sample.dialect === dialect)?.record;
  if (record === undefined) throw new Error(dialect);
  return record;
}

describe("every dialect", () => {
  test.each(named)("%s is detected", (_, { dialect, path, record }) => {
    const detected = detectDialect([record, record], { path, format: "jsonl" });
    expect(detected?.dialect.name).toBe(dialect);
    expect(detected?.because).not.toBe("");
  });

  test.each(named)("%s gives what the schema means", (_, { dialect, path, record, expected }) => {
    const all = rollouts(dialect, [record], { path });
    const [first] = all;
    expect(all).toHaveLength(expected.rollouts ?? 1);
    expect(first?.turns.map((turn) => turn.calls.map((call) => call.observation))).toEqual(expected.observations);
    expect(first?.group).toEqual(expected.group);
    expect(first?.batch).toEqual(expected.batch);
    expect(first?.reward).toBeCloseTo(expected.reward, 12);
    expect(first?.loggedAdvantage).toBe(expected.advantage ?? null);
    if (expected.id !== undefined) expect(first?.id).toEqual(expected.id);
    if (expected.prompt !== undefined) expect(first?.prompt).toEqual(expected.prompt);
    if (expected.groundTruth !== undefined) expect(first?.groundTruth).toEqual(expected.groundTruth);
  });

  test.each(named)("%s reads no field that it does not name", (_, { dialect, path, record }) => {
    const fields = DIALECTS[dialect as keyof typeof DIALECTS].fields(NEED);
    const kept =
      fields === null ? record : Object.fromEntries(Object.entries(record).filter(([key]) => fields.includes(key)));
    expect(rollouts(dialect, [kept], { path })).toEqual(rollouts(dialect, [record], { path }));
  });

  test.each(DIALECT_NAMES)("%s never throws, whatever the record is", (name) => {
    const values = [null, true, 1, "text", [], [1], [[1]], {}, [{}], { a: 1 }, [{ role: "assistant" }]];
    const keys = new Set([...SAMPLES.flatMap(({ record }) => Object.keys(record)), "messages", "traj", "pred_output"]);
    for (const value of values) {
      const record = Object.fromEntries([...keys].map((key) => [key, value]));
      expect(() => normalise(name, [{}, record])).not.toThrow();
    }
  });

  test("a log of nothing that is known has no dialect", () => {
    expect(detectDialect([{ a: 1 }], { path: "x.jsonl", format: "jsonl" })).toBeNull();
    expect(detectDialect([], { path: "x.jsonl", format: "jsonl" })).toBeNull();
  });

  test("says for people what it is", () => {
    for (const dialect of Object.values(DIALECTS)) {
      expect(dialect.framework).not.toBe("");
      expect(dialect.writes).not.toContain("\n");
      expect(dialect.mapping.length).toBeGreaterThan(0);
    }
  });
});

describe("verl", () => {
  test("ranges of turns cut their text out of `output`", () => {
    const record = sampleOf("verl");
    const { turns } = rollout("verl", record);
    for (const turn of turns) expect(String(record.output).slice(...(turn.chars ?? [0, 0]))).toBe(turn.text);
  });
});

describe("verl-tool", () => {
  test("a cut-off observation does not hide the last words", () => {
    const record = {
      ...sampleOf("verl-tool"),
      output:
        "<search>x</search><|im_end|>\n<|im_start|>user\na long observation<|im_end|>\n<|im_start|>assistant\n<answer>a</answer>",
      tool_interact_info: [{ obs: "a long obs", action: "<search>x</search>" }],
    };
    const { turns } = rollout("verl-tool", record);
    expect(turns.map((turn) => turn.text)).toEqual(["<search>x</search>", "<answer>a</answer>"]);
    expect(record.output.slice(...(turns[1]?.chars ?? [0, 0]))).toBe("<answer>a</answer>");
  });
});

describe("reward columns", () => {
  test("TRL: NaN is left out of the sum, and all NaN is no reward", () => {
    expect(rejection("trl", { ...sampleOf("trl"), accuracy_reward: Number.NaN }).reason).toBe("reward NaN");
    expect(rollout("trl", { ...sampleOf("trl"), format_reward: 0.25 }).reward).toBe(1.25);
    expect(rollout("trl", sampleOf("trl"), { log: { reward: "solution_length" } }).reward).toBe(12);
  });

  test("ms-swift: the user's field is looked up in the rollout's own row", () => {
    const all = rollouts("ms-swift", [sampleOf("ms-swift")], { log: { reward: "Format", groupBy: ["prompt"] } });
    expect(all.map(({ reward, group }) => [reward, typeof group])).toEqual([
      [0.5, "string"],
      [0.5, "string"],
    ]);
  });

  test("SkyRL: a score with something else in it is rejected", () => {
    expect(rejection("skyrl", { ...sampleOf("skyrl"), score: [1, null] }).reason).toBe("reward null");
  });
});

describe("verifiers v1", () => {
  const traces = (change: JsonObject) => {
    const record = sampleOf("verifiers-v1");
    const [trace] = record.traces as JsonObject[];
    return { ...record, traces: [{ ...trace, ...change }] };
  };

  test("numbers of sampled tokens are spread over all tokens", () => {
    const { tokens, turns } = rollout("verifiers-v1", sampleOf("verifiers-v1"));
    expect(tokens).toEqual({
      length: 7,
      advantages: [0, 0, 0, 0.5, 0.5, 0, 0.5],
      logprobs: null,
      oldLogprobs: [0, 0, 0, -1, -2, 0, -3],
    });
    expect(turns.map((turn) => turn.tokens)).toEqual([
      [3, 5],
      [6, 7],
    ]);
  });

  test("a reward that was not scored is no reward", () => {
    expect(rejection("verifiers-v1", traces({ rewards: { a: null } }))).toMatchObject({
      reason: "reward null",
      field: "traces[0].rewards.a",
    });
    expect(rejection("verifiers-v1", traces({ rewards: {} })).reason).toBe("reward missing");
  });

  test("an episode that ended before any trace is rejected", () => {
    expect(rejection("verifiers-v1", { ...sampleOf("verifiers-v1"), traces: [] }).reason).toBe(
      "episode without traces",
    );
  });

  test("without a group the task is the group", () => {
    const { group, ...rest } = sampleOf("verifiers-v1");
    expect(group).toEqual({ id: "g1" });
    expect(rollout("verifiers-v1", rest).group).toBe("k");
  });
});

describe("groups by line", () => {
  test("are told apart by file where the file names no step", () => {
    expect(rollouts("atropos", [sampleOf("atropos")], { path: "a.jsonl" })[1]).toMatchObject({
      group: 0,
      fileKey: "a.jsonl",
      place: { item: 1 },
    });
    expect(rollouts("art", [sampleOf("art")], { path: "0003.jsonl" })[0]).not.toHaveProperty("fileKey");
    expect(rollouts("art", [sampleOf("art")], { path: "x.jsonl" })[0]).toHaveProperty("fileKey", "x.jsonl");
    const named = rollouts("atropos", [{ ...sampleOf("atropos"), task: "t" }], { log: { groupBy: ["task"] } });
    expect(named[0]).not.toHaveProperty("fileKey");
  });
});

describe("rllm", () => {
  test("steps are turns where the conversation does not grow", () => {
    const record = {
      task: "q",
      reward: 0,
      steps: [
        {
          model_response: "",
          action: { type: "tool_call", tool_name: "f", tool_args: { k: 1 }, tool_result: "r" },
          chat_completions: [],
        },
        { model_response: "", action: { role: "assistant", content: [{ text: "done" }] } },
      ],
    };
    expect(rollout("rllm", record)).toMatchObject({
      group: undefined,
      prompt: "q",
      turns: [{ calls: [{ tool: "f", arguments: { k: 1 }, observation: "r" }] }, { text: "done", calls: [] }],
    });
  });
});

describe("nemo-rl", () => {
  test("the environment may have the last word", () => {
    const record = {
      ...sampleOf("nemo-rl"),
      content: [["q", "a", "obs", "b", "bye"]],
      token_loss_mask: [[0, 1, 0, 1, 0, 0]],
      input_lengths: [6],
    };
    const { advantages, generation_logprobs, prev_logprobs, ...rest }: JsonObject = record;
    expect([advantages, generation_logprobs, prev_logprobs]).toHaveLength(3);
    const found = rollout("nemo-rl", rest);
    expect(found.prompt).toEqual(["q"]);
    expect(found.turns.map((turn) => [turn.text, turn.tokens])).toEqual([
      ["a", [1, 2]],
      ["b", [3, 4]],
    ]);
  });

  test("validation rows have roles", () => {
    const record = {
      content: [
        [
          { role: "user", content: "q" },
          { role: "assistant", content: "a" },
        ],
      ],
      rewards: [1],
    };
    expect(rollout("nemo-rl", record).turns.map((turn) => turn.text)).toEqual(["a"]);
  });
});

describe("chat", () => {
  const record = {
    talk: { said: [{ role: "assistant", content: "<search>x</search>" }] },
    r: { total: 1 },
    q: "q",
    g: 1,
  };
  const map = new Map([
    ["response", "talk.said"],
    ["reward", "r.total"],
    ["prompt", "q"],
    ["group", "g"],
  ]);

  test("obvious names may be nested", () => {
    const rows = { messages: record.talk.said, metadata: { group_id: 7, total_reward: 0.5 } };
    expect(detectDialect([rows], { path: "x", format: "jsonl" })?.dialect.name).toBe("chat");
    expect(rollout("chat", rows)).toMatchObject({ group: 7, reward: 0.5, turns: [{ calls: [{ tool: "search" }] }] });
  });

  test("--reward may name what has no obvious name", () => {
    const row = { messages: record.talk.said, points: 3 };
    expect(detectDialect([row], { path: "x", format: "jsonl" })?.dialect.name).toBe("chat");
    expect(rejection("chat", row)).toMatchObject({ reason: "reward missing", field: "reward" });
    expect(rollout("chat", row, { log: { reward: "points" } }).reward).toBe(3);
  });

  test("--map names the fields", () => {
    expect(detectDialect([record], { path: "x", format: "jsonl" }, map)?.dialect.name).toBe("chat");
    expect(rollout("chat", record, { log: { map } })).toMatchObject({
      group: 1,
      reward: 1,
      prompt: "q",
      turns: [{ calls: [{ tool: "search", arguments: { query: "x" } }] }],
    });
  });

  test("a field that --map names and a record lacks is a fault", () => {
    expect(rejection("chat", { ...record, talk: {} }, { log: { map } })).toMatchObject({ field: "talk.said" });
  });
});
