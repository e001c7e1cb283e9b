import type { JsonObject } from "../../model/json.js";
import { flatDialect } from "../flat-dialect.js";
import { hasAll, knownBy, surest } from "../known-by.js";
import { at } from "../path.js";
import { textTurns } from "../turns/completion.js";
import { splitPrompt } from "../turns/split-prompt.js";

const EVAL = ["image", "question", "pred_output", "acc"];
const BOARD = ["prompt", "response", "response_tokens", "reward"];

/** DeepEyes: results of its evaluation, and what its training writes for RL-Logging-Board. */
export const deepeyes = flatDialect({
  name: "deepeyes",
  framework: "DeepEyes, RL-Logging-Board",
  writes: "evaluation JSONL, and `{rl_logging_board_dir}/{project}/{exp}/rollout_data_rank0.jsonl`; a row a rollout",
  detect: (sample) => surest(knownBy(sample, 0.95, EVAL), knownBy(sample, 0.9, BOARD)),
  stepInFileName: false,
  successField: "acc",
  notes: [
    "No group is named. The evaluation empties images, so its prompt is the image's name with the question.",
    "`<tool_call>` is opened and never closed: the stop string is eaten.",
    "What a tool returned is an image that is not in the log: calls have no observation to compare.",
  ],
  groups: "inferred",
  map: {
    batch: "step",
    reward: ["reward", "acc"],
    prompt: ["prompt", "question"],
    groundTruth: ["answer", "ground_truth"],
  },
  conversation: ["pred_output", "response"],
  extraFields: () => ["image"],
  read: (record) =>
    hasAll(record, ["response"]) ? textTurns(at(record, "response").value, "response") : evaluation(record),
});

function evaluation(record: JsonObject) {
  const image = at(record, "image").value ?? null;
  const question = at(record, "question").value ?? null;
  return {
    prompt: { value: [image, question], field: "image, question" },
    success: at(record, "acc"),
    turns: splitPrompt(at(record, "pred_output").value, "pred_output").turns,
  };
}
