import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/model/json.js";
import { detectDialect } from "../../src/normalise/detect.js";
import { normalise, rejection, rollout } from "./support.js";

const CALL = { id: "c1", type: "function", function: { name: "search", arguments: '{"query":"x"}' } };
const RECORD: JsonObject = {
  batch: 12,
  group: "q17",
  rollout: "q17-3",
  reward: 0,
  messages: [
    { role: "system", content: "s" },
    { role: "assistant", content: "before the first user message" },
    { role: "user", content: "q" },
    { role: "assistant", content: "looking", tool_calls: [CALL] },
    { role: "tool", tool_call_id: "c1", content: "found" },
    { role: "assistant", content: "done" },
  ],
};

describe("tapo record", () => {
  test("is detected by its fields", () => {
    expect(detectDialect([RECORD], { path: "x.jsonl", format: "jsonl" })?.dialect.name).toBe("tapo");
  });

  test("is detected although a record lacks what is required", () => {
    const name = (records: JsonObject[]) => detectDialect(records, { path: "x.jsonl", format: "jsonl" })?.dialect.name;
    const without = (key: string) => Object.fromEntries(Object.entries(RECORD).filter(([one]) => one !== key));
    expect(name([without("reward")])).toBe("tapo");
    expect(name([without("group")])).toBe("tapo");
    expect(name([without("messages"), RECORD])).toBe("tapo");
  });

  test("ids keep their type, and the prompt is what stands before the first turn", () => {
    const { batch, group, id, prompt, turns, reward, success } = rollout("tapo", RECORD);
    expect({ batch, group, id, reward, success }).toEqual({
      batch: 12,
      group: "q17",
      id: "q17-3",
      reward: 0,
      success: null,
    });
    expect(prompt).toEqual((RECORD.messages as unknown[]).slice(0, 3));
    expect(turns.map((turn) => turn.text)).toEqual(["looking", "done"]);
    expect(turns[0]?.calls).toEqual([{ tool: "search", arguments: { query: "x" }, raw: null, observation: "found" }]);
  });

  test.each([
    ["missing", undefined, "reward missing", "nothing"],
    ["null", null, "reward null", "null"],
    ["NaN", Number.NaN, "reward NaN", "NaN"],
    ["infinite", Number.POSITIVE_INFINITY, "reward infinite", "Infinity"],
    ["boolean", true, "reward boolean", "true"],
    ["text", "1.0", "reward text", '"1.0"'],
    ["list", [1], "reward not a number", "list of 1"],
  ])("reward %s is rejected, never read as 0", (_, reward, reason, found) => {
    const { reward: dropped, ...rest } = RECORD;
    expect(dropped).toBe(0);
    const record = reward === undefined ? rest : { ...rest, reward };
    expect(rejection("tapo", record)).toMatchObject({
      reason,
      field: "reward",
      found,
      place: { file: 0, row: 0, item: 0 },
    });
  });

  test("a group is required, a batch is not", () => {
    const { group, ...rest } = RECORD;
    expect(group).toBe("q17");
    expect(rejection("tapo", rest)).toMatchObject({ reason: "group missing", field: "group" });
    expect(rejection("tapo", { ...rest, group: null })).toMatchObject({ reason: "group null" });
    expect(rejection("tapo", { ...rest, group: ["a"] })).toMatchObject({ reason: "group is no id" });
    expect(rollout("tapo", { ...RECORD, batch: null }).batch).toBeNull();
    expect(rollout("tapo", { ...RECORD, batch: null }, { path: "steps/41.jsonl" }).batch).toBe(41);
    expect(rollout("tapo", RECORD, { path: "steps/41.jsonl" }).batch).toBe(12);
  });

  test("integers beyond 2^53 stay exact", () => {
    expect(rollout("tapo", { ...RECORD, group: 9007199254740993n }).group).toBe(9007199254740993n);
  });

  test("success counts only where it is named", () => {
    const record = { ...RECORD, success: false, acc: 1 };
    expect(rollout("tapo", record).success).toBeNull();
    expect(rollout("tapo", record, { successField: "success" }).success).toBe(false);
    expect(rollout("tapo", record, { successField: "acc" }).success).toBe(true);
    expect(rejection("tapo", record, { successField: "won" })).toMatchObject({
      reason: "success missing",
      field: "won",
    });
    expect(rejection("tapo", { ...record, won: "yes" }, { successField: "won" }).reason).toBe(
      "success not a boolean or number",
    );
  });

  test("messages that are none are rejected by place", () => {
    expect(rejection("tapo", { ...RECORD, messages: "hi" }).reason).toBe("messages are not a list");
    const messages = [
      { role: "user", content: "q" },
      { role: "wizard", content: "a" },
    ];
    expect(rejection("tapo", { ...RECORD, messages })).toMatchObject({ field: "messages[1].role", found: '"wizard"' });
  });
});

describe("token arrays of a tapo record", () => {
  const arrays = {
    response_mask: [0, 1, 1, 0, 1],
    advantages: [0, 1, 1, 0, -1],
    logprobs: [0, -1, -1, 0, -2],
    old_logprobs: [0, -1, -1.5, 0, -2],
  };

  test("the runs of the mask are the turns in order", () => {
    const { turns, tokens } = rollout("tapo", { ...RECORD, ...arrays, advantage: 0.5 });
    expect(turns.map((turn) => turn.tokens)).toEqual([
      [1, 3],
      [4, 5],
    ]);
    expect(tokens).toMatchObject({ length: 5, advantages: arrays.advantages, oldLogprobs: arrays.old_logprobs });
  });

  test("what is not needed is not checked", () => {
    const record = { ...RECORD, ...arrays, advantages: [1] };
    expect(rejection("tapo", record)).toMatchObject({ reason: "token array of wrong length", field: "advantages" });
    expect(rollout("tapo", record, { need: { advantages: false } }).tokens?.advantages).toBeNull();
    expect(rollout("tapo", record, { need: { tokens: false } }).tokens).toBeNull();
  });

  test("runs that are not the turns: rejected, or without tokens and counted", () => {
    const record = { ...RECORD, response_mask: [1, 1, 1] };
    expect(rejection("tapo", record)).toMatchObject({
      reason: "mask runs are not the turns",
      field: "response_mask",
      expected: "2 run(s) of 1, one per turn",
      found: "1 run(s)",
    });
    const [result] = normalise("tapo", [record], { log: { lenient: true } });
    expect(result?.notes).toHaveLength(1);
    expect(result?.results[0]).toMatchObject({ tokens: null, turns: [{ tokens: null }, { tokens: null }] });
  });

  test("true advantages are one per turn", () => {
    expect(rollout("tapo", { ...RECORD, true_advantages: [0.5, -1] }).turns.map((t) => t.trueAdvantage)).toEqual([
      0.5, -1,
    ]);
    expect(rejection("tapo", { ...RECORD, true_advantages: [1] }).reason).toBe("true advantages are not one per turn");
  });

  test("arrays without a mask, masks of other values and NaN are rejected", () => {
    expect(rejection("tapo", { ...RECORD, advantages: [1] }).reason).toBe("token array without a mask");
    expect(rejection("tapo", { ...RECORD, response_mask: [2] })).toMatchObject({ field: "response_mask[0]" });
    const bad = { ...RECORD, ...arrays, advantages: [0, 1, Number.NaN, 0, 1] };
    expect(rejection("tapo", bad)).toMatchObject({ field: "advantages[2]", found: "NaN" });
  });
});

describe("fields that the user names", () => {
  const record = { ...RECORD, info: { task: "t", n: 3 }, score: 1, epoch: 2, "a.b": "dotted" };

  test("take the place of the dialect's own", () => {
    const { group, batch, reward } = rollout("tapo", record, {
      log: { groupBy: ["info.task", "a.b"], batchBy: "epoch", reward: "score" },
    });
    expect({ group, batch, reward }).toEqual({ group: ["t", "dotted"], batch: 2, reward: 1 });
    expect(rollout("tapo", record, { log: { groupBy: ["info.n"] } }).group).toBe(3);
    expect(rollout("tapo", record, { log: { map: new Map([["reward", "score"]]) } }).reward).toBe(1);
  });

  test("must be there", () => {
    expect(rejection("tapo", record, { log: { groupBy: ["info.none"] } })).toMatchObject({
      reason: "group-by field missing",
      field: "info.none",
    });
    expect(rejection("tapo", record, { log: { batchBy: "none" } }).reason).toBe("batch-by field missing");
    expect(rollout("tapo", { ...record, epoch: null }, { log: { batchBy: "epoch" } }).batch).toBeNull();
    expect(rejection("tapo", record, { log: { reward: "none" } }).reason).toBe("reward missing");
  });

  test("never reach what a record does not own", () => {
    expect(rejection("tapo", record, { log: { groupBy: ["constructor.name"] } }).reason).toBe("group-by field missing");
  });

  test("a tool message without a matching id answers the first call not yet answered, text-encoded ones too", () => {
    const hermes = (query: string) => `<tool_call>{"name":"f","arguments":{"query":"${query}"}}</tool_call>`;
    const messages = [
      { role: "user", content: "q" },
      { role: "assistant", content: hermes("a") },
      { role: "assistant", content: hermes("b") },
      { role: "tool", content: "for a" },
      { role: "tool", tool_call_id: "unknown", content: "for b" },
      { role: "tool", content: "for none" },
    ];
    const { turns } = rollout("tapo", { ...RECORD, messages });
    expect(turns.map(({ calls }) => calls.map((call) => call.observation))).toEqual([["for a"], ["for b"]]);
  });
});
