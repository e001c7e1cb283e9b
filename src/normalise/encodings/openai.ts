import { canonicalJson } from "../../json/canonical.js";
import { field, isObject } from "../../json/field.js";
import type { JsonValue } from "../../model/json.js";
import type { FoundCall } from "../turns/message.js";
import { callFrom, malformed, tryParse, UNKNOWN_TOOL } from "./arguments.js";

/**
 * Calls of a `tool_calls` field: a list of `{id, function: {name, arguments}}`, of flat `{id, name, arguments}`, or of
 * JSON texts of either (verifiers); or JSON text of the whole list (ART's Parquet).
 */
export function openaiCalls(value: JsonValue | undefined): readonly FoundCall[] {
  if (value === undefined || value === null || value === "") return [];
  const list = typeof value === "string" ? tryParse(value) : value;
  if (list === null) return [];
  if (Array.isArray(list)) return list.filter((element) => element !== null).map(openaiCall);
  return [openaiCall(list ?? value)];
}

/** One element of `tool_calls`, or a legacy `function_call`. */
export function openaiCall(element: JsonValue): FoundCall {
  const call = typeof element === "string" ? tryParse(element) : element;
  if (!isObject(call)) return malformed(UNKNOWN_TOOL, typeof element === "string" ? element : canonicalJson(element));
  const nested = field(call, "function");
  const body = isObject(nested) ? nested : call;
  const id = field(call, "id") ?? field(call, "call_id");
  return callFrom(
    field(body, "name"),
    field(body, "arguments") ?? field(body, "parameters") ?? field(body, "args"),
    typeof id === "string" ? id : null,
  );
}
