import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { Turn } from "../../model/rollout.js";
import type { Dialect, Draft, Sourced } from "../dialect.js";
import { callFrom } from "../encodings/arguments.js";
import { openaiCalls } from "../encodings/openai.js";
import { type Fault, fault } from "../fault.js";
import { knownBy, surest } from "../known-by.js";
import { at, firstOf, NOTHING } from "../path.js";
import { chatRole } from "../turns/chat.js";
import { readContent } from "../turns/content.js";
import { turnsOf } from "../turns/conversation.js";
import type { FoundCall, Message } from "../turns/message.js";
import { splitPrompt } from "../turns/split-prompt.js";

/** rLLM: an episode a file, with a trajectory for each agent. */
export const rllm: Dialect = {
  name: "rllm",
  framework: "rLLM",
  writes: "`{episode_log_dir}/episodes/{train,val}_step_N_epoch_E/episode_*.json`; a file an episode",
  detect: (sample) =>
    surest(
      knownBy(sample, 0.95, ["episode_id", "trajectories"]),
      knownBy(sample, 0.9, ["trajectories", "is_correct", "id"]),
      knownBy(sample, 0.8, ["task", "reward", "steps"], (record) => Array.isArray(field(record, "steps"))),
    ),
  fields: () => ["training_step", "episode_id", "id", "task", "trajectories", "name", "reward", "steps"],
  stepInFileName: true,
  notes: [
    "`chat_completions` grows from step to step: the last step's is the conversation. Where it does not, steps are turns.",
    "An episode with several agents gives a rollout for each; agents of different names are not compared.",
    "Read one of train and val: both count steps alike.",
  ],
  groups: "declared",
  mapping: [
    { name: "batch", field: "training_step" },
    { name: "group", field: "episode_id before the colon" },
    { name: "rollout", field: "episode_id" },
    { name: "reward", field: "trajectories[].reward" },
    { name: "prompt", field: "task" },
    { name: "turns", field: "trajectories[].steps" },
  ],
  *drafts(record) {
    const list = field(record, "trajectories");
    if (list === undefined) yield trajectoryDraft(record, record, "");
    else if (!Array.isArray(list)) yield fault("trajectories are not a list", "trajectories", "a list", list);
    else {
      for (const [i, one] of list.entries()) {
        if (isObject(one)) yield trajectoryDraft(record, one, `trajectories[${i}].`);
        else yield fault("trajectory is not an object", `trajectories[${i}]`, "a trajectory", one);
      }
    }
  },
};

function trajectoryDraft(episode: JsonObject, trajectory: JsonObject, path: string): Draft {
  const id = firstOf(episode, ["episode_id", "id"]);
  const name = field(trajectory, "name");
  return {
    record: trajectory,
    batch: at(episode, "training_step"),
    group: taskOf(id),
    ...(typeof name === "string" && { groupScope: name }),
    id,
    prompt: at(episode, "task"),
    groundTruth: NOTHING,
    reward: at(trajectory, "reward"),
    turns: stepTurns(field(trajectory, "steps"), `${path}steps`),
  };
}

/** `{task_id}:{rollout_idx}`; an id of another form names no task. */
function taskOf({ value, field: path }: Sourced): Sourced {
  const colon = typeof value === "string" ? value.lastIndexOf(":") : -1;
  return typeof value === "string" && colon > 0
    ? { value: value.slice(0, colon), field: path }
    : { ...NOTHING, field: path };
}

function stepTurns(steps: JsonValue | undefined, path: string): readonly Turn[] | Fault {
  if (!Array.isArray(steps)) return fault("steps are not a list", path, "a list of steps", steps);
  const list = steps.filter(isObject);
  const chat = field(list.at(-1) ?? {}, "chat_completions");
  const said = Array.isArray(chat) ? chat.filter((message) => chatRole(message) === "assistant").length : 0;
  if (Array.isArray(chat) && list.length > 0 && said >= list.length)
    return splitPrompt(chat, `${path}[${list.length - 1}].chat_completions`).turns;
  return turnsOf(list.flatMap(stepMessages));
}

/** A step as the messages that it stands for: what the policy said and did, and what the tool returned. */
function stepMessages(step: JsonObject): readonly Message[] {
  const action = field(step, "action");
  const text = field(step, "model_response");
  const words =
    typeof text === "string" && text !== ""
      ? text
      : readContent(isObject(action) ? field(action, "content") : undefined).text;
  const calls = actionCalls(action);
  const said: Message = { role: "assistant", text: words, calls, results: [], observation: null, chars: null };
  const result = isObject(action) ? field(action, "tool_result") : undefined;
  if (calls.length === 0 || typeof result !== "string") return [said];
  return [
    said,
    { role: "tool", text: result, calls: [], results: [{ id: null, text: result }], observation: result, chars: null },
  ];
}

function actionCalls(action: JsonValue | undefined): readonly FoundCall[] {
  if (Array.isArray(action)) return openaiCalls(action.filter(isObject));
  if (!isObject(action)) return [];
  const name = field(action, "tool_name");
  if (name !== undefined) return [callFrom(name, field(action, "tool_args"))];
  return openaiCalls(field(action, "tool_calls"));
}
