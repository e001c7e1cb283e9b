import { flatDialect } from "../flat-dialect.js";
import { knownBy, surest } from "../known-by.js";
import { at } from "../path.js";
import { completionTurns } from "../turns/completion.js";

/** verifiers before v1: `results.jsonl`, or the data set of it that Hugging Face keeps as Arrow. */
export const verifiers = flatDialect({
  name: "verifiers",
  framework: "verifiers (before v1)",
  writes: "`outputs/evals/{env}--{model}/{run}/results.jsonl` with `vf-eval -s`; a row a rollout",
  detect: (sample) =>
    surest(
      knownBy(sample, 0.9, ["example_id", "prompt", "completion", "reward"]),
      knownBy(sample, 0.7, ["id", "prompt", "completion", "reward", "answer"]),
      knownBy(sample, 0.6, ["prompt", "completion", "reward", "answer"]),
    ),
  stepInFileName: false,
  notes: [
    "`example_id` numbers the questions of one run: read files of different environments apart.",
    "`tool_calls` are lists of JSON texts, and older tool messages name no call: answers go by order.",
    "Files without `example_id` (Hugging Face data sets) are grouped by prompt.",
  ],
  groups: "declared",
  map: { group: ["example_id", "id"], reward: "reward", prompt: "prompt", groundTruth: "answer" },
  conversation: ["completion"],
  read: (record) => completionTurns(at(record, "completion").value, "completion"),
});
