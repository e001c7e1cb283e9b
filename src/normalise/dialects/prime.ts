import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { completionTurns, fromJsonText } from "../turns/completion.js";

/** The rollouts that the Prime platform lets one download. */
export const prime = flatDialect({
  name: "prime",
  framework: "Prime platform export",
  writes: "download of a training run: JSONL or Parquet; a row a rollout",
  detect: (sample) => knownBy(sample, 0.95, ["problem_id", "sample_id", "prompt", "completion", "reward"]),
  stepInFileName: false,
  notes: [
    "One `problem_id` of a step can stand for two groups: the logged advantages tell them apart.",
    "`prompt` and `completion` are JSON texts; the thinking, and sometimes the answer, is in `reasoning_content`.",
    "A download may end in the middle of a group.",
  ],
  groups: "declared",
  map: {
    batch: "step",
    group: "problem_id",
    rollout: "sample_id",
    reward: "reward",
    advantage: "advantage",
    prompt: "prompt",
    groundTruth: "answer",
  },
  conversation: ["completion"],
  extraFields: () => ["run_id"],
  read(record) {
    const run = at(record, "run_id").value;
    return {
      prompt: { value: fromJsonText(at(record, "prompt").value), field: "prompt" },
      ...completionTurns(at(record, "completion").value, "completion"),
      ...(typeof run === "string" && { groupScope: run }),
    };
  },
});
