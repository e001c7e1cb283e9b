import type { JsonValue } from "../model/json.js";

/** JSON text with keys in their own order and no white space. Big integers print as digits, NaN and infinities as null. */
export function jsonText(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    return slowText(value); // a bigint is in it
  }
}

function slowText(value: JsonValue): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(slowText).join(",")}]`;
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}:${slowText(member)}`)
    .join(",")}}`;
}
