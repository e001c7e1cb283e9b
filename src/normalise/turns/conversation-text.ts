import type { JsonValue } from "../../model/json.js";
import { fault } from "../fault.js";
import { NOTHING } from "../path.js";
import { turnsOf } from "./conversation.js";
import type { Message } from "./message.js";
import { responseMessages } from "./response-text.js";
import type { PromptAndTurns } from "./split-prompt.js";

/**
 * Splits a whole conversation in one text, prompt and all: the assistant's words after the first user's are the turns.
 * They have no range, because there is no response text apart from the prompt.
 */
export function splitConversationText(value: JsonValue | undefined, path: string): PromptAndTurns {
  if (typeof value !== "string")
    return { prompt: NOTHING, turns: fault("conversation is no text", path, "text", value) };
  const messages = responseMessages(value, { first: "system", bare: false });
  const user = messages.findIndex((message) => message.role === "user");
  const first = messages.findIndex((message, i) => i > user && message.role === "assistant");
  if (first < 0) return { prompt: { value, field: path }, turns: [] };
  const turns = turnsOf(messages.slice(first).map((message): Message => ({ ...message, chars: null })));
  return { prompt: { value: value.slice(0, messages[first]?.chars?.[0] ?? 0), field: path }, turns };
}
