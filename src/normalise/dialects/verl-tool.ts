import { field, isObject } from "../../json/field.js";
import type { JsonValue } from "../../model/json.js";
import type { Turn } from "../../model/rollout.js";
import { type Fault, fault } from "../fault.js";
import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at } from "../path.js";
import { observationText } from "../turns/content.js";
import { turnsOf } from "../turns/conversation.js";
import type { Message } from "../turns/message.js";
import { responseMessages } from "../turns/response-text.js";

/** verl-tool: verl's dump with the special tokens kept, and what each turn did and saw beside it. */
export const verlTool = flatDialect({
  name: "verl-tool",
  framework: "verl-tool",
  writes: "`{dir}/{step}.jsonl` with `trainer.rollout_data_dir`; a row a rollout",
  detect: (sample) => knownBy(sample, 0.9, ["input", "output", "score", "tool_interact_info"]),
  stepInFileName: true,
  notes: [
    "No group is named: rollouts of a step with equal `input` and `gts` are one group.",
    "`tool_interact_info` cuts observations off; turns are where its actions stand in `output`.",
  ],
  groups: "inferred",
  map: { batch: "step", rollout: "request_id", reward: "score", prompt: "input", groundTruth: "gts" },
  conversation: ["output", "tool_interact_info"],
  read(record) {
    const output = at(record, "output").value;
    const turns = turnsOfActions(output, at(record, "tool_interact_info").value);
    return { turns, ...(typeof output === "string" && { response: output }) };
  },
});

function turnsOfActions(output: JsonValue | undefined, info: JsonValue | undefined): readonly Turn[] | Fault {
  if (typeof output !== "string") return fault("response is no text", "output", "text", output);
  const messages: Message[] = [];
  let at = 0;
  for (const entry of Array.isArray(info) ? info : []) {
    const action = isObject(entry) ? field(entry, "action") : undefined;
    const start = typeof action === "string" && action !== "" ? output.indexOf(action, at) : -1;
    if (!isObject(entry) || typeof action !== "string" || start < 0) continue;
    const end = start + action.length;
    const obs = field(entry, "obs");
    const seen = typeof obs === "string" ? obs : "";
    messages.push(policyMessage(action, [start, end]), environmentMessage(seen));
    at = output.startsWith(seen, end) ? end + seen.length : end;
  }
  if (messages.length === 0) return turnsOf(responseMessages(output, { bare: false }));
  return turnsOf([...messages, ...lastWords(output, at)]);
}

/** The policy's words after the last action; before role marks they may be the rest of a cut-off observation. */
function lastWords(output: string, at: number): readonly Message[] {
  const rest = responseMessages(output.slice(at), { bare: false });
  const words = rest.length > 1 ? rest.slice(1) : rest;
  return words
    .filter((message) => message.role === "assistant" && message.text.trim() !== "")
    .map((message) => ({ ...message, chars: message.chars && [message.chars[0] + at, message.chars[1] + at] }));
}

function policyMessage(text: string, chars: readonly [number, number]): Message {
  return { role: "assistant", text, calls: [], results: [], observation: null, chars };
}

function environmentMessage(text: string): Message {
  const result = { id: null, text: observationText(text.trim()) };
  return { role: "tool", text, calls: [], results: [result], observation: result.text, chars: null };
}
