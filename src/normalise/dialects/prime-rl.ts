import type { Dialect } from "../dialect.js";
import { knownBy } from "../known-by.js";
import { verifiers } from "./verifiers.js";

/** prime-rl before mid 2026: rows of verifiers, a file a step. Later versions write traces: dialect `verifiers-v1`. */
export const primeRl: Dialect = {
  ...verifiers,
  name: "prime-rl",
  framework: "prime-rl (before mid 2026)",
  writes: "`rollouts/step_N/train_rollouts.jsonl`, by itself; a row a rollout",
  detect: (sample, { path }) =>
    knownBy(sample, 0.92, ["example_id", "prompt", "completion", "reward"], () => /train_rollouts\.jsonl/.test(path)),
  stepInFileName: true,
  notes: ["The step is only in the folder's name: give the folder `rollouts`, not copies of its files."],
};
