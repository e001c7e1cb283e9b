import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { splitConversationText } from "../turns/conversation-text.js";

/** AReaL: decoded trajectories, a file a task. */
export const areal = flatDialect({
  name: "areal",
  framework: "AReaL",
  writes:
    "`{fileroot}/{exp}/{trial}/rollout/{version}/{task_id}.jsonl` with `rollout.dump_to_file: true`; a row a rollout",
  detect: (sample) =>
    knownBy(sample, 0.95, ["task_id", "sample_idx", "tail_version", "reward", "prompt", "completion"]),
  stepInFileName: true,
  notes: [
    "`prompt` and `completion` are cut apart in the wrong place for several turns: they are joined and cut anew at role marks.",
    "The batch is `tail_version`, the newest policy version of the rollout, as in the folder's name.",
  ],
  groups: "declared",
  map: { batch: "tail_version", group: "task_id", rollout: "sample_idx", reward: "reward" },
  conversation: ["prompt", "completion"],
  read(record) {
    const [prompt, completion] = [at(record, "prompt").value, at(record, "completion").value];
    const whole = typeof prompt === "string" && typeof completion === "string" ? prompt + completion : undefined;
    return splitConversationText(whole, "prompt, completion");
  },
});
