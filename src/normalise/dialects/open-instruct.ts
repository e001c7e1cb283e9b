import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { textlessTurns } from "../turns/textless.js";

/** open-instruct: token ids without text or mask. */
export const openInstruct = flatDialect({
  name: "open-instruct",
  framework: "open-instruct",
  writes: "`{run}_rollouts_{shard}.jsonl` with `--save_traces --rollouts_save_path D`; a row a rollout",
  detect: (sample) => knownBy(sample, 0.95, ["prompt_idx", "sample_idx", "prompt_tokens", "response_tokens", "reward"]),
  stepInFileName: false,
  notes: ["There is no text, only token ids: calls cannot be seen, so nothing can be corrected."],
  groups: "declared",
  map: {
    batch: "step",
    group: "prompt_idx",
    rollout: "sample_idx",
    reward: "reward",
    advantage: "advantage",
    prompt: "prompt_tokens",
    groundTruth: "ground_truth",
  },
  conversation: [],
  read: () => ({ turns: textlessTurns(1) }),
});
