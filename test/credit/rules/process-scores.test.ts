import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/model/json.js";
import { compareRecords } from "../../../src/pipeline/records.js";

const call = (query: string) => ({ type: "function", function: { name: "search", arguments: { query } } });
const RECORD: JsonObject = {
  group: "g",
  reward: 1,
  messages: [
    { role: "user", content: "?" },
    { role: "assistant", content: "", tool_calls: [call("a"), call("b")] },
    { role: "tool", content: "x" },
    { role: "tool", content: "y" },
    { role: "assistant", content: "z" },
  ],
};

/** What is missing for the rules on scores, on a log of two such records. */
function missing(fields: JsonObject): (string | null)[] {
  const records = [
    { ...RECORD, ...fields },
    { ...RECORD, ...fields, reward: 0 },
  ];
  const located = records.map((value, row) => ({ path: "log", row, value }));
  return compareRecords(located, { replicates: 2 }, ["toolpo", "infopo"]).rules.map((rule) => rule.missing);
}

describe("scores of the tool's own record", () => {
  test("per call and per turn", () => {
    expect(missing({ call_scores: [[1, 0.5], []], turn_scores: [0.1, 0] })).toEqual([null, null]);
  });

  test("a null is a missing score, not 0", () => {
    expect(missing({ call_scores: [[1, null], []], turn_scores: [null, 0] })).toEqual([
      expect.stringContaining("call_scores"),
      expect.stringContaining("turn_scores"),
    ]);
    expect(missing({ call_scores: null })).toEqual([expect.anything(), expect.anything()]);
  });

  test.each([
    [{ call_scores: [[1, 2, 3], []] }],
    [{ call_scores: [[1, 2]] }],
    [{ call_scores: [["good", 1], []] }],
    [{ turn_scores: [1] }],
    [{ turn_scores: [true, 1] }],
    [{ turn_scores: 3 }],
    [{ reward_components: [1] }],
    [{ reward_components: { accuracy: "high" } }],
  ] as JsonObject[][])("%j is rejected, not guessed at", (fields) => {
    expect(() => missing(fields ?? {})).toThrow(/could not be used/);
  });
});
