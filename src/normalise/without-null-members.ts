import type { JsonObject, JsonValue } from "../model/json.js";
import type { Format } from "../model/record.js";

/** Formats whose objects are structs with a fixed list of members: one that a record does not have is null there. */
const FIXED_STRUCTS: ReadonlySet<Format> = new Set(["parquet", "arrow-file", "arrow-stream"]);

/**
 * A record of a format with fixed structs as JSON would have it: members of nested objects that are null are absent, so
 * that calls with different arguments are not compared by nulls that nobody wrote. Columns keep their nulls, and so does
 * JSON text in a column. Records of other formats are returned as they are.
 */
export function withoutNullMembers(record: JsonObject, format: Format): JsonObject {
  if (!FIXED_STRUCTS.has(format)) return record;
  return Object.fromEntries(Object.entries(record).map(([name, column]) => [name, cleaned(column)]));
}

/** The same of a value below a column. */
export function withoutNulls(value: JsonValue, format: Format): JsonValue {
  return FIXED_STRUCTS.has(format) ? cleaned(value) : value;
}

function cleaned(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.some(isNested) ? value.map(cleaned) : value;
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, cleaned(member)]));
}

function isNested(value: JsonValue): boolean {
  return typeof value === "object" && value !== null;
}
