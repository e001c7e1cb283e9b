import { field, isObject } from "../json/field.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import type { Sourced } from "./dialect.js";

/**
 * Own value at a path: a field of that very name, else, where the name has dots, a path into nested objects and lists
 * (`info.task.id`, `rewards.0`). Undefined where absent.
 */
export function valueAt(record: JsonObject, path: string): JsonValue | undefined {
  const direct = field(record, path);
  if (direct !== undefined || !path.includes(".")) return direct;
  let value: JsonValue | undefined = record;
  for (const key of path.split(".")) {
    if (Array.isArray(value)) value = Object.hasOwn(value, key) ? value[Number(key)] : undefined;
    else value = isObject(value) ? field(value, key) : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

/** The value at a path with the path. */
export function at(record: JsonObject, path: string): Sourced {
  return { value: valueAt(record, path), field: path };
}

/** The first of several paths that the record has; the first path's absence where it has none. */
export function firstOf(record: JsonObject, paths: readonly string[]): Sourced {
  for (const path of paths) {
    const value = valueAt(record, path);
    if (value !== undefined && value !== null) return { value, field: path };
  }
  return at(record, paths[0] ?? "");
}

/** Nothing: for what a format does not hold. */
export const NOTHING: Sourced = { value: undefined, field: "" };
