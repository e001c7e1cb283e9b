import type { JsonValue } from "../../model/json.js";
import type { Turn } from "../../model/rollout.js";
import type { Sourced } from "../dialect.js";
import { type Fault, fault, isFault } from "../fault.js";
import { NOTHING } from "../path.js";
import { chatMessages, chatRole } from "./chat.js";
import { type AnswerOrder, turnsOf } from "./conversation.js";

export interface PromptAndTurns {
  /** The messages before the first turn, as they stand in the record. */
  readonly prompt: Sourced;
  readonly turns: readonly Turn[] | Fault;
}

/** Splits a whole conversation: the assistant messages after the first user message are the turns (CONTRACT, the `tapo` record). */
export function splitPrompt(value: JsonValue | undefined, path: string, answers?: AnswerOrder): PromptAndTurns {
  if (!Array.isArray(value))
    return { prompt: NOTHING, turns: fault(notMessages(value), path, "a list of chat messages", value) };
  const user = value.findIndex((message) => chatRole(message) === "user");
  const found = value.findIndex((message, i) => i > user && chatRole(message) === "assistant");
  const first = found < 0 ? value.length : found;
  // All messages are checked, the prompt's too; calls count from the first turn on.
  const messages = chatMessages(value, path);
  const prompt = { value: value.slice(0, first), field: path };
  return { prompt, turns: isFault(messages) ? messages : turnsOf(messages.slice(first), answers) };
}

function notMessages(value: JsonValue | undefined): string {
  return value === undefined ? "messages missing" : "messages are not a list";
}
