import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import { readContent, think } from "../turns/content.js";
import type { FoundCall, Message } from "../turns/message.js";
import { callFrom } from "./arguments.js";

/**
 * The messages in a list of Responses items. Reasoning, words and calls of the assistant with nothing in between are one
 * message: one turn. Items of other kinds are left out.
 */
export function responsesMessages(items: readonly JsonValue[]): readonly Message[] {
  const messages: Message[] = [];
  let turn: { texts: string[]; calls: FoundCall[] } | null = null;
  const close = () => {
    if (turn !== null) messages.push(said(turn.texts.join("\n"), turn.calls));
    turn = null;
  };
  for (const item of items) {
    if (!isObject(item)) continue;
    const part = policyPart(item);
    if (part !== null) {
      turn ??= { texts: [], calls: [] };
      turn.texts.push(...part.texts);
      turn.calls.push(...part.calls);
    } else {
      close();
      messages.push(...environmentMessage(item));
    }
  }
  close();
  return messages;
}

/** What an item adds to the assistant's turn; null for an item of the environment. */
function policyPart(
  item: JsonObject,
): { readonly texts: readonly string[]; readonly calls: readonly FoundCall[] } | null {
  const type = field(item, "type");
  if (type === "function_call") {
    const id = field(item, "call_id") ?? field(item, "id");
    return {
      texts: [],
      calls: [callFrom(field(item, "name"), field(item, "arguments"), typeof id === "string" ? id : null)],
    };
  }
  if (type === "reasoning") {
    const { text } = readContent(field(item, "summary") ?? field(item, "content"));
    return { texts: text === "" ? [] : [think(text)], calls: [] };
  }
  if (field(item, "role") !== "assistant") return null;
  const { text } = readContent(field(item, "content"));
  return { texts: text === "" ? [] : [text], calls: [] };
}

function environmentMessage(item: JsonObject): readonly Message[] {
  const type = field(item, "type");
  const id = field(item, "call_id");
  const body = readContent(field(item, type === "function_call_output" ? "output" : "content"));
  const base = { text: body.text, calls: [], observation: body.observation, chars: null };
  if (type === "function_call_output") {
    return [{ ...base, role: "tool", results: [{ id: typeof id === "string" ? id : null, text: body.observation }] }];
  }
  return field(item, "role") === "user" ? [{ ...base, role: "user", results: [] }] : [];
}

function said(text: string, calls: readonly FoundCall[]): Message {
  return { role: "assistant", text, calls, results: [], observation: null, chars: null };
}
