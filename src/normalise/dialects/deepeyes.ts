import type { JsonObject } from "../../model/json.js";
import type { Dialect, Draft } from "../dialect.js";
import { hasAll, knownBy, surest } from "../known-by.js";
import { at, NOTHING } from "../path.js";
import { completionTurns } from "../turns/completion.js";
import { splitPrompt } from "../turns/split-prompt.js";

const EVAL = ["image", "question", "pred_output", "acc"];
const BOARD = ["prompt", "response", "response_tokens", "token_rewards", "reward"];

/** DeepEyes: results of its evaluation, and what its training writes for RL-Logging-Board. */
export const deepeyes: Dialect = {
  name: "deepeyes",
  framework: "DeepEyes, RL-Logging-Board",
  writes: "evaluation JSONL, and `{rl_logging_board_dir}/{project}/{exp}/rollout_data_rank0.jsonl`, a row a rollout",
  detect: (sample) => surest(knownBy(sample, 0.95, EVAL), knownBy(sample, 0.9, BOARD)),
  fields: () => [
    "image",
    "question",
    "answer",
    "pred_output",
    "acc",
    "step",
    "prompt",
    "response",
    "reward",
    "ground_truth",
  ],
  stepInFileName: false,
  successField: "acc",
  notes: [
    "No group is named. The evaluation empties images, so its prompt is the image's name with the question.",
    "`<tool_call>` is opened and never closed: the stop string is eaten.",
    "What a tool returned is an image that is not in the log: calls have no observation to compare.",
  ],
  groups: "inferred",
  mapping: [
    { name: "batch", field: "step" },
    { name: "reward", field: "acc, or reward" },
    { name: "success", field: "acc" },
    { name: "prompt", field: "[image, question], or prompt" },
    { name: "turns", field: "pred_output, or response" },
    { name: "ground truth", field: "answer, or ground_truth" },
  ],
  *drafts(record) {
    yield hasAll(record, ["response"]) ? boardDraft(record) : evalDraft(record);
  },
};

function evalDraft(record: JsonObject): Draft {
  const image = at(record, "image").value ?? null;
  const question = at(record, "question").value ?? null;
  return {
    record,
    batch: NOTHING,
    group: NOTHING,
    id: NOTHING,
    prompt: { value: [image, question], field: "image, question" },
    groundTruth: at(record, "answer"),
    reward: at(record, "acc"),
    success: at(record, "acc"),
    turns: splitPrompt(at(record, "pred_output").value, "pred_output").turns,
  };
}

function boardDraft(record: JsonObject): Draft {
  return {
    record,
    batch: at(record, "step"),
    group: NOTHING,
    id: NOTHING,
    prompt: at(record, "prompt"),
    groundTruth: at(record, "ground_truth"),
    reward: at(record, "reward"),
    turns: completionTurns(at(record, "response").value, "response"),
  };
}
