import { setOwn } from "../json/set-own.js";
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
  const out: JsonObject = {};
  for (const name of Object.keys(record)) setOwn(out, name, cleaned(record[name] ?? null));
  return out;
}

/** The same of a value below a column. */
export function withoutNulls(value: JsonValue, format: Format): JsonValue {
  return FIXED_STRUCTS.has(format) ? cleaned(value) : value;
}

/** The value itself where nothing in it is to go. */
function cleaned(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return cleanedList(value);
  let out: JsonObject | null = null;
  for (const name of Object.keys(value)) {
    const member = value[name] ?? null;
    const inner = cleaned(member);
    if (out === null && (inner === null || inner !== member)) out = before(value, name);
    if (out !== null && inner !== null) setOwn(out, name, inner);
  }
  return out ?? value;
}

function cleanedList(list: JsonValue[]): JsonValue[] {
  let out: JsonValue[] | null = null;
  for (let i = 0; i < list.length; i++) {
    const item = list[i] ?? null;
    const inner = typeof item === "object" ? cleaned(item) : item;
    if (out === null && inner !== item) out = list.slice(0, i);
    out?.push(inner);
  }
  return out ?? list;
}

/** The members before one of them. */
function before(value: JsonObject, end: string): JsonObject {
  const out: JsonObject = {};
  for (const name of Object.keys(value)) {
    if (name === end) break;
    setOwn(out, name, value[name] ?? null);
  }
  return out;
}
