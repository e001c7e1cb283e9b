import { field } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { Dialect, Draft } from "../dialect.js";
import { fault } from "../fault.js";
import { knownBy } from "../known-by.js";
import { at, NOTHING } from "../path.js";
import { summedReward } from "../reward-columns.js";
import { completionTurns } from "../turns/completion.js";

/** ms-swift: each line of `completions.jsonl` is a table, a list a column, an element a rollout. */
export const msSwift: Dialect = {
  name: "ms-swift",
  framework: "ms-swift",
  writes: "`{output_dir}/completions.jsonl` with `--log_completions true`; a row a batch, columns are lists",
  detect: (sample) =>
    knownBy(sample, 0.95, ["step", "prompt", "completion", "advantages"], (record) =>
      Array.isArray(field(record, "step")),
    ),
  fields: () => null,
  stepInFileName: false,
  notes: [
    "The reward is the sum of the reward functions' columns, each with weight 1; with other weights name one with --reward.",
    "No group is named: equal prompts of a step are one group. Steps are texts.",
  ],
  groups: "inferred",
  mapping: [
    { name: "batch", field: "step[i]" },
    { name: "reward", field: "columns between completion and advantages" },
    { name: "advantage", field: "advantages[i]" },
    { name: "prompt", field: "prompt[i]" },
    { name: "turns", field: "completion[i]" },
  ],
  *drafts(record) {
    const completions = field(record, "completion");
    if (!Array.isArray(completions)) {
      yield fault("columns are not lists", "completion", "a list, a completion per rollout", completions);
      return;
    }
    for (let i = 0; i < completions.length; i++) yield draftOf(rowOf(record, i));
  },
};

/** The i-th element of every column. */
function rowOf(table: JsonObject, i: number): JsonObject {
  const row: JsonObject = Object.create(null) as JsonObject;
  for (const [key, column] of Object.entries(table)) {
    const value: JsonValue | undefined = Array.isArray(column) ? column[i] : column;
    if (value !== undefined) row[key] = value;
  }
  return row;
}

function draftOf(record: JsonObject): Draft {
  return {
    record,
    batch: at(record, "step"),
    group: NOTHING,
    id: at(record, "request_id"),
    prompt: at(record, "prompt"),
    groundTruth: at(record, "solution"),
    reward: summedReward(record, "completion", "advantages"),
    advantage: at(record, "advantages"),
    ...completionTurns(at(record, "completion").value, "completion"),
  };
}
