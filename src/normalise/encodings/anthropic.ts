import { field } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { FoundCall } from "../turns/message.js";
import { callFrom } from "./arguments.js";

/** A `tool_use` block: `{type, id, name, input}`. */
export function anthropicCall(block: JsonObject): FoundCall {
  const id = field(block, "id");
  return callFrom(field(block, "name"), field(block, "input"), typeof id === "string" ? id : null);
}

/** Id and content of a `tool_result` block: `{type, tool_use_id, content, is_error}`. */
export function anthropicResult(block: JsonObject): {
  readonly id: string | null;
  readonly content: JsonValue | undefined;
} {
  const id = field(block, "tool_use_id");
  return { id: typeof id === "string" ? id : null, content: field(block, "content") };
}
