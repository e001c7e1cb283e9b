import type { JsonValue } from "../../model/json.js";
import { tryParse } from "./arguments.js";

const LIKE_JSON = /^(?:[[{]|-?\d|true$|false$|null$)/;

/**
 * A parameter's value from XML-like text, which has no types: numbers, lists, objects, true, false and null become what
 * they look like (a box must be a box), the rest stays text without the line breaks that the format puts around it.
 */
export function xmlValue(text: string): JsonValue {
  const trimmed = text.trim();
  const parsed = LIKE_JSON.test(trimmed) ? tryParse(trimmed) : undefined;
  return parsed === undefined ? text.replace(/^\r?\n/, "").replace(/\r?\n$/, "") : parsed;
}
