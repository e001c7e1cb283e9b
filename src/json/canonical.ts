import type { JsonValue } from "../model/json.js";

/**
 * Canonical JSON: keys sorted as strings in UTF-16 order, no white space, numbers as ECMAScript prints them (SPEC section 4).
 * Two values are deeply equal exactly when their canonical texts are equal: object key order does not matter, -0 is 0,
 * `"42"` is not 42. Numbers that JSON cannot hold (NaN, infinities) print as null.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return value.toString();
    case "number":
      return Number.isFinite(value) ? String(value === 0 ? 0 : value) : "null";
    case "boolean":
      return value ? "true" : "false";
  }
  if (Array.isArray(value)) {
    let out = "[";
    for (let i = 0; i < value.length; i++) {
      if (i > 0) out += ",";
      out += canonicalJson(value[i] ?? null);
    }
    return `${out}]`;
  }
  const keys = Object.keys(value).sort();
  let out = "{";
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? "";
    if (i > 0) out += ",";
    out += `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`;
  }
  return `${out}}`;
}
