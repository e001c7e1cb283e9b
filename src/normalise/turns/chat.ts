import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import { openaiCall, openaiCalls } from "../encodings/openai.js";
import { type Fault, fault, isFault } from "../fault.js";
import { readContent, think } from "./content.js";
import { type FoundResult, type Message, type Role, roleNamed } from "./message.js";

/** The messages of a list of chat messages. `path` is the list's field, for messages about faults. */
export function chatMessages(list: readonly JsonValue[], path: string, offset = 0): Message[] | Fault {
  const messages: Message[] = [];
  for (const [index, element] of list.entries()) {
    const message = chatMessage(element, `${path}[${index + offset}]`);
    if (isFault(message)) return message;
    messages.push(message);
  }
  return messages;
}

/** The role of a chat message; undefined where it has none that is known. */
export function chatRole(message: JsonValue | undefined): Role | undefined {
  const role = isObject(message) ? (field(message, "role") ?? field(message, "from")) : undefined;
  return typeof role === "string" ? roleNamed(role) : undefined;
}

function chatMessage(element: JsonValue, path: string): Message | Fault {
  if (!isObject(element)) return fault("message is not an object", path, "a chat message {role, content}", element);
  const role = chatRole(element);
  if (role === undefined) {
    return fault(
      "message without a known role",
      `${path}.role`,
      "system, user, assistant or tool",
      field(element, "role"),
    );
  }
  const content = readContent(field(element, "content") ?? field(element, "value"));
  const calls = role === "assistant" ? [...content.calls, ...structuredCalls(element)] : [];
  const results: FoundResult[] = [...content.results];
  if (role === "tool" && results.length === 0) results.push({ id: callId(element), text: content.observation });
  const text = role === "assistant" ? withReasoning(element, content.text) : content.text;
  return { role, text, calls, results, observation: content.observation, chars: null };
}

function structuredCalls(message: JsonObject) {
  const legacy = field(message, "function_call");
  return [...openaiCalls(field(message, "tool_calls")), ...(isObject(legacy) ? [openaiCall(legacy)] : [])];
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
