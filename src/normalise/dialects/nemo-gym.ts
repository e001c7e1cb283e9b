import { responsesMessages } from "../encodings/responses.js";
import { fault } from "../fault.js";
import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { turnsOf } from "../turns/conversation.js";

/** NeMo-Gym: collected rollouts, in items of the Responses API. */
export const nemoGym = flatDialect({
  name: "nemo-gym",
  framework: "NeMo-Gym",
  writes: "`*_rollouts.jsonl` of `ng_collect_rollouts`; a row a rollout",
  detect: (sample) => knownBy(sample, 0.95, ["responses_create_params", "response", "reward"]),
  stepInFileName: false,
  notes: [
    "Older files have no `_ng_task_index`: rollouts with equal input, or equal metadata where the input is empty, are one group.",
    "`_ng_task_index` numbers the tasks of one harness: in files of several, a task is told by its prompt, and by its file where prompts are missing.",
    "Calls may be items, or stand in the text of a message (Qwen3-Coder).",
  ],
  groups: "declared",
  map: { group: "_ng_task_index", rollout: "_ng_rollout_index", reward: "reward" },
  conversation: ["response"],
  extraFields: () => ["responses_create_params"],
  read(record, { path }) {
    const output = at(record, "response.output");
    const input = at(record, "responses_create_params.input");
    const empty = input.value === undefined || (Array.isArray(input.value) && input.value.length === 0);
    const { value } = output;
    const prompt = empty ? at(record, "responses_create_params.metadata") : input;
    return {
      prompt,
      // Tasks are numbered anew for each harness: where no prompt tells them apart, their files do.
      ...((prompt.value === undefined || prompt.value === null) && { groupScope: path }),
      turns: Array.isArray(value)
        ? turnsOf(responsesMessages(value))
        : fault("output is not a list", "response.output", "a list of items", value),
    };
  },
});
