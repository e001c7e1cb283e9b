import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../src/model/json.js";
import { DIALECT_NAMES } from "../../src/normalise/registry.js";
import { turnsOf } from "../../src/normalise/turns/conversation.js";
import { responseMessages } from "../../src/normalise/turns/response-text.js";
import { SAMPLES } from "./dialects/records.js";
import { isRejection, normalise } from "./support.js";

const PIECES = [
  "<think>",
  "</think>",
  "<tool_call>",
  "</tool_call>",
  '{"name": "f", "arguments": {"k": 1}}',
  "<search>q</search>",
  "<information>",
  "</information>",
  "<function=f>",
  "<parameter=k>",
  "</parameter>",
  "<arg_key>",
  "<|im_start|>assistant\n",
  "<|im_start|>user\n",
  "<|im_end|>\n",
  "\nassistant\n",
  "\ntool\n",
  "```python\n",
  "```",
  "```output\n",
  "<tool_response>",
  "</tool_response>",
  " to=functions.f <|message|>{}<|call|>",
  "My previous action is invalid.",
  "Let me try again.",
  "words",
  "\n",
  "😀",
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }).map((pieces) => pieces.join(""));

describe("any text", () => {
  test("ranges cut out the turns, in order and apart", () => {
    fc.assert(
      fc.property(text, fc.boolean(), (words, bare) => {
        let end = 0;
        for (const turn of turnsOf(responseMessages(words, { bare }))) {
          const [from, to] = turn.chars ?? [-1, -1];
          expect(words.slice(from, to)).toBe(turn.text);
          expect(from).toBeGreaterThanOrEqual(end);
          end = to;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("a call is well-formed or says what it was", () => {
    fc.assert(
      fc.property(text, (words) => {
        const calls = turnsOf(responseMessages(words, { bare: true })).flatMap((turn) => turn.calls);
        for (const call of calls) {
          expect(call.tool).not.toBe("");
          expect(call.arguments === null).toBe(call.raw !== null);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("any record", () => {
  const keys = [...new Set(SAMPLES.flatMap(({ record }) => Object.keys(record)))];

  test.each(DIALECT_NAMES)("%s: a sample with a field replaced is rollouts or rejections", (name) => {
    const samples = SAMPLES.filter(({ dialect }) => dialect === name).map(({ record }) => record);
    const base = fc.constantFrom(...(samples.length > 0 ? samples : [{}]));
    fc.assert(
      fc.property(base, fc.constantFrom(...keys), fc.jsonValue(), (record, key, value) => {
        const [normalised] = normalise(name, [{ ...record, [key]: value as JsonValue }]);
        for (const [item, result] of (normalised?.results ?? []).entries()) {
          expect(result.place).toEqual({ file: 0, row: 0, item });
          if (!isRejection(result)) expect(Number.isFinite(result.reward)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
