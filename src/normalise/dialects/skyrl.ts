import type { JsonObject } from "../../model/json.js";
import type { Sourced } from "../dialect.js";
import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { textTurns } from "../turns/completion.js";

/** SkyRL: what an evaluation dumps. */
export const skyrl = flatDialect({
  name: "skyrl",
  framework: "SkyRL",
  writes: "`{export_path}/dumped_evals/global_step_N_evals/{data_source}.jsonl`, by itself; a row a rollout",
  detect: (sample) => knownBy(sample, 0.9, ["input_prompt", "output_response", "score"]),
  stepInFileName: false,
  notes: [
    "`score` may be a list, a number per token: the reward is its sum.",
    "No group is named: rollouts with equal `input_prompt` are one group. Read one evaluation at a time: rows name no step.",
    "Training batches are pickles, which are not read.",
  ],
  groups: "inferred",
  map: {
    reward: "score",
    prompt: "input_prompt",
    groundTruth: ["env_extras.reward_spec.ground_truth", "env_extras.reward_model.ground_truth"],
  },
  conversation: ["output_response"],
  read: (record) => ({
    reward: summedScore(record),
    ...textTurns(at(record, "output_response").value, "output_response"),
  }),
});

function summedScore(record: JsonObject): Sourced {
  const score = at(record, "score");
  const { value } = score;
  if (!Array.isArray(value) || value.length === 0) return score;
  const wrong = value.find((one) => typeof one !== "number");
  if (wrong !== undefined) return { value: wrong, field: "score" };
  return { value: value.reduce((sum: number, one) => sum + Number(one), 0), field: "score" };
}
