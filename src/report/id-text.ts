import { canonicalJson } from "../json/canonical.js";
import type { Id } from "../model/id.js";
import type { JsonValue } from "../model/json.js";
import { excerpt } from "./plain-text.js";

/** An id for people: strings in quotes, so that `"42"` and `42` stay different; the missing one as `(none)`. */
export function idText(id: Id, width = 40): string {
  return id === null ? "(none)" : excerpt(canonicalJson(id as JsonValue), width);
}
