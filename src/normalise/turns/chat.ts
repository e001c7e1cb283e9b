import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import { openaiCall, openaiCalls } from "../encodings/openai.js";
import { type Fault, fault } from "../fault.js";
import { readContent, think } from "./content.js";
import { type FoundCall, type Message, type Role, roleNamed } from "./message.js";

/** The messages of a list of chat messages. `path` is the list's field, for messages about faults. */
export function chatMessages(list: readonly JsonValue[], path: string, offset = 0): Message[] | Fault {
  const messages: Message[] = [];
  for (let index = 0; index < list.length; index++) {
    const element = list[index] ?? null;
    const role = chatRole(element);
    if (!isObject(element) || role === undefined) return notAMessage(element, `${path}[${index + offset}]`);
    messages.push(chatMessage(element, role));
  }
  return messages;
}

/** The role of a chat message; undefined where it has none that is known. */
export function chatRole(message: JsonValue | undefined): Role | undefined {
  const role = isObject(message) ? (field(message, "role") ?? field(message, "from")) : undefined;
  return typeof role === "string" ? roleNamed(role) : undefined;
}

function notAMessage(element: JsonValue, path: string): Fault {
  if (!isObject(element)) return fault("message is not an object", path, "a chat message {role, content}", element);
  const expected = "system, user, assistant or tool";
  return fault("message without a known role", `${path}.role`, expected, field(element, "role"));
}

function chatMessage(element: JsonObject, role: Role): Message {
  const content = readContent(field(element, "content") ?? field(element, "value"));
  const calls = role === "assistant" ? structuredCalls(element, content.calls) : [];
  const own = role === "tool" && content.results.length === 0;
  const results = own ? [{ id: callId(element), text: content.observation }] : content.results;
  const text = role === "assistant" ? withReasoning(element, content.text) : content.text;
  return { role, text, calls, results, observation: content.observation, chars: null };
}

/** Calls of the content, then those of members of their own. */
function structuredCalls(message: JsonObject, inContent: readonly FoundCall[]): readonly FoundCall[] {
  const listed = openaiCalls(field(message, "tool_calls"));
  const legacy = field(message, "function_call");
  if (inContent.length === 0 && !isObject(legacy)) return listed;
  return [...inContent, ...listed, ...(isObject(legacy) ? [openaiCall(legacy)] : [])];
}

function callId(message: JsonObject): string | null {
  const id = field(message, "tool_call_id") ?? field(message, "call_id");
  return typeof id === "string" ? id : null;
}

function withReasoning(message: JsonObject, text: string): string {
  const reasoning = field(message, "reasoning_content") ?? field(message, "reasoning") ?? field(message, "thinking");
  if (typeof reasoning !== "string" || reasoning === "") return text;
  return text === "" ? think(reasoning) : `${think(reasoning)}\n${text}`;
}
