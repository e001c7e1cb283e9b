import { canonicalJson } from "../../json/canonical.js";
import { isObject } from "../../json/field.js";
import { parseJson } from "../../json/parse.js";
import type { JsonValue } from "../../model/json.js";
import type { FoundCall } from "../turns/message.js";

/** Stands for the name of a tool that cannot be seen. */
export const UNKNOWN_TOOL = "?";

/** A call whose arguments did not parse. */
export function malformed(tool: string, raw: string, id: string | null = null): FoundCall {
  return { id, tool, arguments: null, raw };
}

/**
 * A call from a name and arguments in any form: an object, JSON text of one, or absent, null or blank for none.
 * Anything else makes it malformed (SPEC section 3, "Malformed calls").
 */
export function callFrom(
  name: JsonValue | undefined,
  args: JsonValue | undefined,
  id: string | null = null,
): FoundCall {
  const tool = typeof name === "string" && name !== "" ? name : UNKNOWN_TOOL;
  const raw = typeof args === "string" ? args : args === undefined ? "" : canonicalJson(args);
  if (tool === UNKNOWN_TOOL) return malformed(tool, raw, id);
  const value = typeof args === "string" && args.trim() !== "" ? tryParse(args) : (args ?? null);
  if (value === undefined) return malformed(tool, raw, id);
  // Parsed first, then looked at: the text `null` or `""` is no arguments too.
  if (value === null || (typeof value === "string" && value.trim() === ""))
    return { id, tool, arguments: {}, raw: null };
  return isObject(value) ? { id, tool, arguments: value, raw: null } : malformed(tool, raw, id);
}

/** Parsed JSON; undefined where the text is none. */
export function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
