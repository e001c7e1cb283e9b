import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { Draft } from "../dialect.js";
import { isFault } from "../fault.js";
import { flatDialect } from "../flat-dialect.js";
import { hasAll, knownBy, surest } from "../known-by.js";
import { at, valueAt } from "../path.js";
import { chatMessages } from "../turns/chat.js";
import { textTurns } from "../turns/completion.js";
import { turnsOf } from "../turns/conversation.js";

/** agent-lightning v1: trajectories of its trainer, and archives of its store. */
export const agentLightning = flatDialect({
  name: "agent-lightning",
  framework: "agent-lightning",
  writes:
    "`step_N/{train,validation}_trajectories.jsonl` (unpack the zip of the W&B artifact), or a store's archive; a row a rollout",
  detect: (sample) =>
    surest(
      knownBy(sample, 0.9, ["rollout_id", "reward", "prompt", "response"]),
      knownBy(sample, 0.95, ["rollout", "events"], (record) => Array.isArray(field(record, "events"))),
    ),
  stepInFileName: true,
  notes: [
    "Trajectories hold the last model call only: earlier turns are in `prompt`, where they differ between rollouts, so no groups are found. Archives have everything.",
    "Archives: the reward is the last event of type reward.",
  ],
  groups: "inferred",
  map: {
    batch: "rollout.metadata.batch_idx",
    group: "rollout.metadata.sample_idx_in_batch",
    rollout: ["rollout_id", "rollout.rollout_id"],
    reward: "reward",
    prompt: ["prompt", "rollout.input"],
  },
  conversation: ["response", "events"],
  read: (record) =>
    hasAll(record, ["events"]) ? archive(record) : textTurns(at(record, "response").value, "response"),
});

function archive(record: JsonObject): Pick<Draft, "turns" | "reward"> {
  const events = field(record, "events");
  const list = Array.isArray(events) ? events.filter(isObject) : [];
  const reward = list.findLast((event) => field(event, "event_type") === "reward");
  const messages = chatMessages(lastConversation(list), "events[].data");
  return {
    reward: { value: reward && valueAt(reward, "data.value"), field: "events[].data.value" },
    turns: isFault(messages) ? messages : turnsOf(messages),
  };
}

/** Each model call repeats the conversation so far: what the calls said, with what came between them. */
function lastConversation(events: readonly JsonObject[]): readonly JsonValue[] {
  const out: JsonValue[] = [];
  let known = 0;
  for (const event of events) {
    if (field(event, "event_type") !== "model_request") continue;
    const request = valueAt(event, "data.request.messages");
    const said = valueAt(event, "data.response.choices.0.message");
    const list = Array.isArray(request) ? request : [];
    if (out.length > 0) out.push(...list.slice(known));
    if (isObject(said)) out.push(said);
    known = list.length + 1;
  }
  return out;
}
