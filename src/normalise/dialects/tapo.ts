import type { Dialect } from "../dialect.js";
import { knownBy } from "../known-by.js";
import { at, NOTHING } from "../path.js";
import { splitPrompt } from "../turns/split-prompt.js";

/** The tool's own input record. Source: CONTRACT, last section. */
export const tapo: Dialect = {
  name: "tapo",
  framework: "any (the tool's own record)",
  writes: "`tapo simulate`, or your own code: JSONL or the same columns in Parquet or Arrow, a record a rollout",
  detect: (sample) => knownBy(sample, 0.95, ["group", "reward", "messages"]),
  fields: (need) => [
    "batch",
    "group",
    "rollout",
    "reward",
    "messages",
    "true_advantages",
    "advantage",
    ...(need.tokens ? ["response_mask"] : []),
    ...(need.tokens && need.advantages ? ["advantages"] : []),
    ...(need.tokens && need.logprobs ? ["logprobs", "old_logprobs"] : []),
  ],
  stepInFileName: true,
  notes: ["A field `success` counts only where --success-field names it."],
  groups: "declared",
  groupRequired: true,
  mapping: [
    { name: "batch", field: "batch" },
    { name: "group", field: "group" },
    { name: "rollout", field: "rollout" },
    { name: "reward", field: "reward" },
    { name: "prompt", field: "messages before the first turn" },
    { name: "turns", field: "messages" },
    { name: "policy mask", field: "response_mask" },
    { name: "advantage", field: "advantage, advantages" },
    { name: "true advantages", field: "true_advantages" },
  ],
  *drafts(record) {
    const { prompt, turns } = splitPrompt(at(record, "messages").value, "messages");
    yield {
      record,
      batch: at(record, "batch"),
      group: at(record, "group"),
      id: at(record, "rollout"),
      prompt: { value: prompt, field: "messages" },
      groundTruth: NOTHING,
      reward: at(record, "reward"),
      turns,
      advantage: at(record, "advantage"),
      tokens: {
        mask: at(record, "response_mask"),
        advantages: at(record, "advantages"),
        logprobs: at(record, "logprobs"),
        oldLogprobs: at(record, "old_logprobs"),
      },
      trueAdvantages: at(record, "true_advantages"),
    };
  },
};
