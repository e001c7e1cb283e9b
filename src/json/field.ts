import type { JsonObject, JsonValue } from "../model/json.js";

/** Own field of an object; undefined where absent. Never an inherited one, whatever the key is called. */
export function field(record: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** True for a JSON object (not null, not an array). */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
