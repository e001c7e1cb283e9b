import type { Dialect } from "../dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { completionTurns, fromJsonText } from "../turns/completion.js";

/** The rollouts that the Prime platform lets one download. */
export const prime: Dialect = {
  name: "prime",
  framework: "Prime platform export",
  writes: "download of a training run: JSONL or Parquet, a row a rollout",
  detect: (sample) => knownBy(sample, 0.95, ["problem_id", "sample_id", "prompt", "completion", "reward"]),
  fields: () => ["run_id", "step", "problem_id", "sample_id", "prompt", "completion", "answer", "reward", "advantage"],
  stepInFileName: false,
  notes: [
    "One `problem_id` of a step can stand for two groups: the logged advantages tell them apart.",
    "`prompt` and `completion` are JSON texts; the thinking, and sometimes the answer, is in `reasoning_content`.",
    "A download may end in the middle of a group.",
  ],
  groups: "declared",
  mapping: [
    { name: "batch", field: "step" },
    { name: "group", field: "problem_id" },
    { name: "rollout", field: "sample_id" },
    { name: "reward", field: "reward" },
    { name: "advantage", field: "advantage" },
    { name: "prompt", field: "prompt" },
    { name: "turns", field: "completion" },
    { name: "ground truth", field: "answer" },
  ],
  *drafts(record) {
    const run = at(record, "run_id").value;
    yield {
      record,
      batch: at(record, "step"),
      group: at(record, "problem_id"),
      ...(typeof run === "string" && { groupScope: run }),
      id: at(record, "sample_id"),
      prompt: { value: fromJsonText(at(record, "prompt").value), field: "prompt" },
      groundTruth: at(record, "answer"),
      reward: at(record, "reward"),
      turns: completionTurns(at(record, "completion").value, "completion"),
      advantage: at(record, "advantage"),
    };
  },
};
