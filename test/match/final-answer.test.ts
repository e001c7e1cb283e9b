import { describe, expect, test } from "vitest";
import { answerTokens, finalAnswer } from "../../src/match/final-answer.js";
import type { JsonObject } from "../../src/model/json.js";
import { ANSWER_TOOLS } from "../../src/model/names.js";
import type { Rollout } from "../../src/model/rollout.js";
import { makeRandom } from "../property/random.js";
import { answerTokens as reference } from "../reference/answer.js";
import type { Rollout as ReferenceRollout } from "../reference/types.js";

interface Sketch {
  readonly text?: string;
  readonly calls?: readonly (readonly [tool: string, args: JsonObject | null])[];
}

/** As much of a rollout as its answer depends on. */
function rollout(turns: readonly Sketch[]): Rollout & ReferenceRollout {
  const made = turns.map(({ text = "", calls = [] }) => ({
    text,
    calls: calls.map(([tool, args]) => ({ tool, arguments: args, args, observation: null })),
  }));
  return { turns: made } as unknown as Rollout & ReferenceRollout;
}

const PARTS = [
  "<answer>",
  "</answer>",
  "\\boxed{",
  "{",
  "}",
  "\\boxed",
  "red",
  "Car!",
  " ",
  "東京",
  "\n",
  "<answer",
] as const;

describe("the final answer", () => {
  test("of drawn texts is SPEC's: the last tag, else the last balanced box (3000 texts)", () => {
    for (let seed = 0; seed < 3000; seed++) {
      const random = makeRandom(seed);
      const text = Array.from({ length: 1 + random.int(12) }, () => random.pick(PARTS)).join("");
      const one = rollout([{ text: "<answer>earlier</answer>" }, { text }]);
      expect(finalAnswer(one), JSON.stringify(text)).toBe(reference(one)?.join(" ") ?? null);
    }
  });

  test.each([
    ["<answer>a</answer> <answer>b c</answer>", "b c"],
    ["\\boxed{one} \\boxed{two}", "two"],
    ["\\boxed{a {b} c}", "a b c"],
    ["\\boxed{a \\boxed{b} c}", "b"],
    ["\\boxed{a} \\boxed{b", "a"],
    ["} \\boxed{a}", "a"],
    ["<answer>x \\boxed{y}</answer>", "x boxed y"],
    ["<answer>?!</answer> \\boxed{y}", null],
    ["<answer></answer>", null],
    ["</answer> <answer>a", null],
    ["\\boxed{}", null],
    ["", null],
  ])("of %j is %j", (text, expected) => {
    expect(answerTokens(null, text)).toBe(expected);
  });

  test.each(ANSWER_TOOLS)("is what the last call of %s hands in, values in the order of their keys", (tool) => {
    const args = { b: "Red CAR", a: 12, c: { x: [true] } };
    expect(
      finalAnswer(
        rollout([
          {
            calls: [
              [tool, { a: "first" }],
              [tool, args],
            ],
            text: "<answer>no</answer>",
          },
          {},
        ]),
      ),
    ).toBe("12 red car x true");
  });

  test("is the last well-formed call's, of any turn, and the text's only where there is none", () => {
    const text = "<answer>text</answer>";
    expect(finalAnswer(rollout([{ calls: [["finish", { a: "x" }]] }, { calls: [["search", { a: "y" }]], text }]))).toBe(
      "x",
    );
    expect(
      finalAnswer(
        rollout([
          {
            calls: [
              ["finish", { a: "x" }],
              ["finish", null],
            ],
            text,
          },
        ]),
      ),
    ).toBe("x");
    expect(finalAnswer(rollout([{ calls: [["finish", null]], text }]))).toBe("text");
    expect(finalAnswer(rollout([{ calls: [["finish", {}]], text }]))).toBeNull();
    expect(finalAnswer(rollout([{ text }, { text: "nothing" }]))).toBeNull();
    expect(finalAnswer(rollout([]))).toBeNull();
  });
});
