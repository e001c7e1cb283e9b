import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { textlessTurns } from "../turns/textless.js";

/** tinker-cookbook: summaries of rollouts, without text. */
export const tinker = flatDialect({
  name: "tinker",
  framework: "tinker-cookbook",
  writes: "`iteration_NNNNNN/train_rollout_summaries.jsonl`, by itself; a row a rollout",
  detect: (sample) => knownBy(sample, 0.95, ["group_idx", "traj_idx", "total_reward", "steps"]),
  stepInFileName: false,
  notes: [
    "Summaries hold rewards and lengths of steps but no text: calls cannot be seen, so nothing can be corrected.",
  ],
  groups: "declared",
  map: { batch: "iteration", group: "group_idx", rollout: "traj_idx", reward: "total_reward" },
  conversation: ["steps"],
  read(record) {
    const steps = at(record, "steps").value;
    return { turns: textlessTurns(Array.isArray(steps) ? steps.length : 0) };
  },
});
