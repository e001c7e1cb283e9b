import type { JsonValue } from "../../model/json.js";
import type { Sourced } from "../dialect.js";
import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { splitConversationText } from "../turns/conversation-text.js";

const NOT_POLICY = -100;

/** PipelineRL: training texts of its actor's stream. */
export const pipelinerl = flatDialect({
  name: "pipelinerl",
  framework: "PipelineRL",
  writes: "`streams/actor/0/0/0.jsonl`, by itself; a text with its tokens for each model call",
  detect: (sample) => knownBy(sample, 0.95, ["text", "n_predicted", "reward", "group_id", "labels"]),
  stepInFileName: false,
  notes: [
    "A line of the stream is a list of texts: each text is a row. Such a file is held whole while it is read (2 GB at most).",
    "A text ends with what one model call predicted; agents of several calls give several texts, which count as rollouts.",
  ],
  groups: "declared",
  map: { batch: "metadata.model_version", group: "group_id", rollout: "metadata.rollout_index", reward: "reward" },
  conversation: ["text"],
  extraFields: (need) => (need.tokens ? ["labels"] : []),
  read: (record) => ({
    ...splitConversationText(at(record, "text").value, "text"),
    tokens: { mask: policyMask(at(record, "labels").value) },
  }),
});

/** Labels hold the token's id where the policy wrote it. */
function policyMask(labels: JsonValue | undefined): Sourced {
  return { value: Array.isArray(labels) ? labels.map((one) => (one === NOT_POLICY ? 0 : 1)) : labels, field: "labels" };
}
