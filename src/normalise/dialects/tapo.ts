import type { Need } from "../dialect.js";
import { flatDialect } from "../flat-dialect.js";
import { knownBy, surest } from "../known-by.js";
import { at } from "../path.js";
import { splitPrompt } from "../turns/split-prompt.js";
import { tapoWriteBack } from "../write-back/tapo.js";

/** The tool's own input record. Source: CONTRACT, last section. */
export const tapo = flatDialect({
  name: "tapo",
  framework: "any (the tool's own record)",
  writes: "`tapo simulate`, or your own code: JSONL, or the same columns in Parquet or Arrow; a record a rollout",
  detect: (sample) =>
    surest(
      knownBy(sample, 0.95, ["group", "reward", "messages"]),
      // Without a required field it is still this record: the field is missed by name.
      knownBy(sample, 0.9, ["group", "messages"]),
      knownBy(sample, 0.9, ["rollout", "messages"]),
      knownBy(sample, 0.9, ["messages", "response_mask"]),
    ),
  stepInFileName: true,
  notes: ["A field `success` counts only where --success-field names it."],
  groups: "declared",
  writeBack: tapoWriteBack,
  groupRequired: true,
  map: { batch: "batch", group: "group", rollout: "rollout", reward: "reward", prompt: "messages" },
  conversation: ["messages"],
  extraFields: tokenFields,
  read: (record) => ({
    ...splitPrompt(at(record, "messages").value, "messages", "first-open"),
    advantage: at(record, "advantage"),
    trueAdvantages: at(record, "true_advantages"),
    processScores: {
      components: at(record, "reward_components"),
      turnScores: at(record, "turn_scores"),
      callScores: at(record, "call_scores"),
    },
    tokens: {
      mask: at(record, "response_mask"),
      advantages: at(record, "advantages"),
      logprobs: at(record, "logprobs"),
      oldLogprobs: at(record, "old_logprobs"),
    },
  }),
});

function tokenFields(need: Need): readonly string[] {
  return [
    "advantage",
    "true_advantages",
    "reward_components",
    "turn_scores",
    "call_scores",
    ...(need.tokens ? ["response_mask"] : []),
    ...(need.advantages ? ["advantages"] : []),
    ...(need.logprobs ? ["logprobs", "old_logprobs"] : []),
  ];
}
