import { field, isObject } from "../../json/field.js";
import type { JsonValue } from "../../model/json.js";
import type { Turn } from "../../model/rollout.js";
import { tryParse } from "../encodings/arguments.js";
import { type Fault, fault, isFault } from "../fault.js";
import { chatMessages } from "./chat.js";
import { turnsOf } from "./conversation.js";
import { responseMessages } from "./response-text.js";

/** The turns of a completion, and its text where it is one text. */
export interface Completion {
  readonly turns: readonly Turn[] | Fault;
  /** The text that the turns' `chars` are ranges of. */
  readonly response?: string;
}

/** A completion that the record keeps apart from its prompt: chat messages, JSON text of them, or one text. */
export function completionTurns(value: JsonValue | undefined, path: string): Completion {
  const list = fromJsonText(value);
  if (typeof list === "string") return textTurns(list, path);
  if (!Array.isArray(list)) {
    const reason = value === undefined ? "completion missing" : "completion is no text or list";
    return { turns: fault(reason, path, "messages or text", value) };
  }
  const messages = chatMessages(list, path);
  return { turns: isFault(messages) ? messages : turnsOf(messages) };
}

/** One response text. `bare`: its special tokens were stripped. */
export function textTurns(value: JsonValue | undefined, path: string, bare = false): Completion {
  if (typeof value !== "string")
    return { turns: fault(value === undefined ? "response missing" : "response is no text", path, "text", value) };
  return { turns: turnsOf(responseMessages(value, { bare })), response: value };
}

/** The messages that JSON text of a list of them stands for; any other value as it is. */
export function fromJsonText(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== "string" || !value.startsWith("[")) return value;
  const parsed = tryParse(value);
  const [first] = Array.isArray(parsed) ? parsed : [];
  return isObject(first) && field(first, "role") !== undefined ? parsed : value;
}
