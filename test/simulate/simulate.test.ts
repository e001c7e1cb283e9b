import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/model/json.js";
import { type SimulateOptions, simulateOptions } from "../../src/simulate/options.js";
import { simulateGroup, simulateLog } from "../../src/simulate/simulate.js";

interface Call {
  readonly id: string;
  readonly tool: string;
  readonly text: string;
}

interface Message {
  readonly role: string;
  readonly content: string;
  readonly calls: readonly Call[];
  readonly answers: string | null;
}

function record(value: JsonValue | undefined): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError("not an object");
  return value;
}

function list(value: JsonValue | undefined): JsonValue[] {
  if (!Array.isArray(value)) throw new TypeError("not a list");
  return value;
}

function messagesOf(rollout: JsonObject): Message[] {
  return list(rollout.messages).map((value) => {
    const message = record(value);
    const calls = list(message.tool_calls ?? []).map((call) => {
      const { name, arguments: text } = record(record(call).function);
      return { id: String(record(call).id), tool: String(name), text: String(text) };
    });
    const { role, content, tool_call_id: answers } = message;
    return {
      role: String(role),
      content: typeof content === "string" ? content : JSON.stringify(content),
      calls,
      answers: answers === undefined ? null : String(answers),
    };
  });
}

const log = (given: Partial<SimulateOptions> = {}) => [...simulateLog(given)];

function runsOfOnes(mask: readonly JsonValue[]): number {
  return mask.filter((bit, i) => bit === 1 && mask[i - 1] !== 1).length;
}

const anyOptions = fc.record({
  prompts: fc.integer({ min: 1, max: 4 }),
  rollouts: fc.integer({ min: 1, max: 5 }),
  steps: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(),
  noise: fc.constantFrom(0, 0.3, 1),
  redundancy: fc.constantFrom(0, 0.3, 1),
  facts: fc.integer({ min: 1, max: 6 }),
  maxTurns: fc.integer({ min: 1, max: 9 }),
  parallel: fc.constantFrom(0, 0.5, 1),
  malformed: fc.constantFrom(0, 0.5, 1),
  tokens: fc.constantFrom(0, 5, 300, 2_000),
});

describe("simulateLog", () => {
  it("writes records in the form of the tool's own dialect", () => {
    fc.assert(
      fc.property(anyOptions, (given) => {
        for (const rollout of simulateLog(given)) {
          const turns = messagesOf(rollout).filter(({ role }) => role === "assistant");
          const mask = list(rollout.response_mask);
          expect(rollout.true_advantages).toHaveLength(turns.length);
          expect(runsOfOnes(mask)).toBe(turns.length);
          for (const value of list(rollout.true_advantages)) expect(Math.abs(Number(value))).toBeLessThanOrEqual(1);
          for (const name of ["advantages", "logprobs", "old_logprobs", "response_ids"]) {
            if (given.tokens === 0) expect(rollout[name]).toBeUndefined();
            else expect(rollout[name]).toHaveLength(mask.length);
          }
          if (given.tokens >= 300) expect(mask.length).toBe(given.tokens);
          const { messages, true_advantages } = rollout;
          expect(JSON.parse(JSON.stringify({ messages, true_advantages }))).toEqual({ messages, true_advantages });
          expect(JSON.stringify(rollout)).not.toContain("null");
        }
      }),
      { numRuns: 40 },
    );
  });

  it("answers every call, and ends in an answer that is right exactly with reward 1", () => {
    const rollouts = log({ prompts: 40, rollouts: 16, singletons: 0, parallel: 0.3 });
    const right = new Map<JsonValue | undefined, Set<string>>();
    const wrong = new Map<JsonValue | undefined, Set<string>>();
    for (const rollout of rollouts) {
      const messages = messagesOf(rollout);
      const called = messages.flatMap(({ calls }, m) => calls.map(({ id }) => ({ id, m })));
      const answered = messages.flatMap(({ answers }, m) => (answers === null ? [] : [{ id: answers, m }]));
      expect(answered.map(({ id }) => id)).toEqual(called.map(({ id }) => id));
      const answer = /<answer>(.+)<\/answer>$/.exec(messages.at(-1)?.content ?? "")?.[1] ?? "";
      expect(answer).not.toBe("");
      const side = rollout.reward === 1 ? right : wrong;
      side.set(rollout.group, (side.get(rollout.group) ?? new Set()).add(answer));
    }
    for (const [group, answers] of right) {
      expect(answers.size).toBe(1);
      for (const answer of answers) expect(wrong.get(group)?.has(answer) ?? false).toBe(false);
    }
  });

  it("gives equal calls of a prompt equal observations, but for empty ones", () => {
    const seen = new Map<string, Set<string>>();
    for (const rollout of log({ prompts: 30 })) {
      const messages = messagesOf(rollout);
      for (const { calls } of messages) {
        for (const { id, tool, text } of calls) {
          const key = JSON.stringify([rollout.group, tool, text]);
          const observation = messages.find(({ answers }) => answers === id)?.content ?? "";
          seen.set(key, (seen.get(key) ?? new Set()).add(observation));
        }
      }
    }
    const repeated = [...seen.values()];
    expect(Math.max(...repeated.map(({ size }) => size))).toBe(2);
    expect(repeated.filter(({ size }) => size === 2).length).toBeLessThan(0.1 * repeated.length);
    for (const observations of [...simulateLog({ prompts: 5, noise: 0 })].map(messagesOf)) {
      expect(observations.some(({ content }) => /no document|blurred|未找到|无法辨认/.test(content))).toBe(false);
    }
  });

  it("breaks the arguments of malformed calls and of no others", () => {
    const parses = (text: string) => {
      try {
        return record(JSON.parse(text)) !== null;
      } catch {
        return false;
      }
    };
    const calls = (given: Partial<SimulateOptions>) =>
      log({ prompts: 30, ...given }).flatMap((rollout) => messagesOf(rollout).flatMap((message) => message.calls));
    expect(calls({ malformed: 0 }).every(({ text }) => parses(text))).toBe(true);
    expect(calls({ malformed: 1 }).some(({ text }) => parses(text) || text.trim() === "")).toBe(false);
    const broken = calls({ malformed: 0.2 }).filter(({ text }) => !parses(text)).length;
    expect(broken / calls({ malformed: 0.2 }).length).toBeCloseTo(0.2, 1);
  });

  it("keeps boxes within the picture, corners in order", () => {
    for (const rollout of log({ prompts: 30, noise: 1 })) {
      for (const { tool, text } of messagesOf(rollout).flatMap(({ calls }) => calls)) {
        if (tool !== "image_zoom_in_tool" || !text.endsWith("}")) continue;
        const box = list(record(JSON.parse(text)).bbox_2d).map(Number);
        const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = box;
        expect(box.every((at) => Number.isInteger(at) && at >= 0 && at <= 1608)).toBe(true);
        expect(x1 < x2 && y1 < y2).toBe(true);
      }
    }
  });

  it("is a function of its options: the same again, other seeds other logs, more rollouts keep the first ones", () => {
    const text = (given: Partial<SimulateOptions>) => log(given).map((rollout) => JSON.stringify(rollout));
    expect(text({ prompts: 6, seed: 1 })).toEqual(text({ prompts: 6, seed: 1 }));
    expect(text({ prompts: 6, seed: 1 })).not.toEqual(text({ prompts: 6, seed: 2 }));
    const few = text({ prompts: 6, rollouts: 3, steps: 1, singletons: 0 });
    const many = text({ prompts: 6, rollouts: 5, steps: 1, singletons: 0 });
    expect(few.every((line) => many.includes(line))).toBe(true);
    const options = simulateOptions({ prompts: 6 });
    expect(simulateGroup(4, options)).toEqual(log({ prompts: 6 }).filter(({ group }) => group === "q4"));
  });

  it("changes only what an option of form is about", () => {
    const strip = ({ messages, reward, true_advantages }: JsonObject) => ({ messages, reward, true_advantages });
    expect(log({ prompts: 5, tokens: 500 }).map(strip)).toEqual(log({ prompts: 5 }).map(strip));
    const padded = log({ prompts: 20, messageBytes: 40_000 });
    const mean = padded.reduce((sum, { messages }) => sum + JSON.stringify(messages).length, 0) / padded.length;
    expect(mean).toBeGreaterThan(25_000);
    expect(mean).toBeLessThan(50_000);
  });

  it("spreads prompts evenly over the steps, and cuts a share of groups to one rollout", () => {
    const rollouts = log({ prompts: 50, steps: 5, rollouts: 2, singletons: 0 });
    const sizes = [0, 1, 2, 3, 4].map((step) => rollouts.filter(({ batch }) => batch === step).length);
    expect(sizes).toEqual([20, 20, 20, 20, 20]);
    expect(rollouts.map(({ batch }) => batch)).toEqual(rollouts.map(({ batch }) => batch).sort());
    expect(log({ prompts: 20, singletons: 1 })).toHaveLength(20);
  });
});
