import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { textTurns } from "../turns/completion.js";

/** verl: `_dump_generations` of its trainers, also of most forks. */
export const verl = flatDialect({
  name: "verl",
  framework: "verl",
  writes: "`{dir}/{step}.jsonl` with `trainer.rollout_data_dir` or `trainer.validation_data_dir`; a row a rollout",
  detect: (sample) => knownBy(sample, 0.8, ["input", "output", "score"]),
  stepInFileName: true,
  notes: [
    "No group is named before the V1 trainer: rollouts of a step with equal `input` and `gts` are one group.",
    "Rows of a step are shuffled to balance lengths: neighbours are no group.",
    "Special tokens are stripped: who speaks is left as a role's name on a line of its own.",
    "V1: a rollout whose context was compacted stands in several rows, which count as several rollouts.",
  ],
  groups: "inferred",
  map: { batch: "step", rollout: ["uid", "request_id"], reward: "score", prompt: "input", groundTruth: "gts" },
  conversation: ["output"],
  read(record) {
    const group = { value: sampleOf(at(record, "uid").value), field: "uid" };
    return { group, ...textTurns(at(record, "output").value, "output", true) };
  },
});

/** V1's uid is `{sample}_{rollout}_{output}`; without these the uid is the prompt's. */
function sampleOf(uid: unknown): string | undefined {
  if (typeof uid !== "string") return undefined;
  const parts = uid.split("_");
  return parts.length < 3 ? uid : parts.slice(0, -2).join("_");
}
