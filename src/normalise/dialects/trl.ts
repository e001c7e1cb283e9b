import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { summedReward } from "../reward-columns.js";
import { textTurns } from "../turns/completion.js";

/** TRL: the completions table of its GRPO trainer. */
export const trl = flatDialect({
  name: "trl",
  framework: "TRL",
  writes: "`{output_dir}/completions/completions_{step}.parquet` with `log_completions=True`; a row a rollout",
  detect: (sample) =>
    knownBy(
      sample,
      0.85,
      ["step", "prompt", "completion", "advantage"],
      ({ completion }) => typeof completion === "string",
    ),
  stepInFileName: true,
  notes: [
    "The reward is the sum of the reward functions' columns, each with weight 1; with other weights name one with --reward.",
    "A reward of NaN means that the function does not apply to the row: it is left out of the sum, as TRL does.",
    "No group is named: rows are in order of their prompts, so equal prompts are one group.",
    "Special tokens are stripped: who speaks is left as a role's name on a line of its own.",
  ],
  groups: "inferred",
  map: { batch: "step", advantage: "advantage", prompt: "prompt" },
  conversation: ["completion"],
  extraFields: () => null,
  read: (record) => ({
    reward: summedReward(record, "completion", "advantage"),
    ...textTurns(at(record, "completion").value, "completion", true),
  }),
});
