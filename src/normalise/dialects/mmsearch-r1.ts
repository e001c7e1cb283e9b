import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { textTurns } from "../turns/completion.js";

/** MMSearch-R1: results of a validation. */
export const mmsearchR1 = flatDialect({
  name: "mmsearch-r1",
  framework: "MMSearch-R1",
  writes: "`{val_only_save_dir}/val_result_{n}.json` with `val_only`; an element a rollout",
  detect: (sample) => knownBy(sample, 0.9, ["input_text", "output_text", "score"]),
  stepInFileName: false,
  notes: [
    "No group is named: rollouts with equal image and input are one group.",
    "`<search><img></search>` searches with the question's own image: it has no arguments, so all such calls are one action.",
  ],
  groups: "inferred",
  map: { batch: "step", reward: "score", groundTruth: ["reward_model.ground_truth", "reward_model"] },
  conversation: ["output_text"],
  extraFields: () => ["image_url", "input_text"],
  read: (record) => ({
    prompt: {
      value: [at(record, "image_url").value ?? null, at(record, "input_text").value ?? null],
      field: "image_url, input_text",
    },
    ...textTurns(at(record, "output_text").value, "output_text"),
  }),
});
