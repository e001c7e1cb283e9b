import type { JsonObject } from "../../model/json.js";
import type { Span } from "../../model/rollout.js";

/** Who speaks. `user` also stands for environments that answer in the user's name. */
export type Role = "system" | "user" | "assistant" | "tool";

/** A call as it was found, before it is answered. */
export interface FoundCall {
  /** The id that an answer may name; null where the format has none. */
  readonly id: string | null;
  readonly tool: string;
  /** Null for a malformed call (SPEC section 3). */
  readonly arguments: JsonObject | null;
  readonly raw: string | null;
}

/** What came back for a call. */
export interface FoundResult {
  /** Id of the call; null where it goes by order. */
  readonly id: string | null;
  /** Null where the log holds no text of it, as with an image whose bytes were left out. */
  readonly text: string | null;
}

/** One message of a conversation, whatever shape the log gave it. */
export interface Message {
  readonly role: Role;
  /** Text as the policy wrote it; reasoning that the log keeps apart stands first, between think tags. */
  readonly text: string;
  /** Structured calls. */
  readonly calls: readonly FoundCall[];
  /** Structured results, and what a message of role tool says. */
  readonly results: readonly FoundResult[];
  /** What the message says to a text-encoded call before it; null where its contents were left out of the log. */
  readonly observation: string | null;
  /** Range in the response text, where the log has one text. */
  readonly chars: Span | null;
}

const ROLES = new Map<string, Role>([
  ["system", "system"],
  ["developer", "system"],
  ["user", "user"],
  ["human", "user"],
  ["assistant", "assistant"],
  ["model", "assistant"],
  ["ai", "assistant"],
  ["gpt", "assistant"],
  ["tool", "tool"],
  ["function", "tool"],
  ["observation", "tool"],
  ["ipython", "tool"],
  ["environment", "tool"],
]);

/** The role that a name stands for; undefined where it is none. */
export function roleNamed(name: string): Role | undefined {
  return ROLES.get(name.toLowerCase());
}
