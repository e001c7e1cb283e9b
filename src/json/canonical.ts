import type { JsonObject, JsonValue } from "../model/json.js";
import { sortedKeys } from "./sorted-keys.js";

/**
 * Canonical JSON: keys sorted as strings in UTF-16 order, no white space, numbers as ECMAScript prints them (SPEC section 4).
 * Two values are deeply equal exactly when their canonical texts are equal: object key order does not matter, -0 is 0,
 * `"42"` is not 42. Numbers that JSON cannot hold (NaN, infinities) print as null.
 */
export function canonicalJson(value: JsonValue): string {
  try {
    return inOrder(value) ? JSON.stringify(value) : recursive(value);
  } catch (error) {
    if (error instanceof RangeError) return withOwnStack(value); // nested deeper than the stack allows
    throw error;
  }
}

/** Whether the engine's own printing is canonical: keys stand in order already, and no integer needs a bigint. */
function inOrder(value: JsonValue): boolean {
  if (typeof value === "bigint") return false;
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!inOrder(value[i] ?? null)) return false;
    return true;
  }
  let before = "";
  for (const key of Object.keys(value)) {
    if (key < before || !inOrder(value[key] ?? null)) return false;
    before = key;
  }
  return true;
}

function scalar(value: Exclude<JsonValue, object> | null): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? String(value === 0 ? 0 : value) : "null";
    default:
      return String(value);
  }
}

function recursive(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return scalar(value);
  if (Array.isArray(value)) {
    let out = "[";
    for (let i = 0; i < value.length; i++) {
      if (i > 0) out += ",";
      out += recursive(value[i] ?? null);
    }
    return `${out}]`;
  }
  const keys = sortedKeys(value);
  let out = "{";
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? "";
    if (i > 0) out += ",";
    out += `${JSON.stringify(key)}:${recursive(value[key] ?? null)}`;
  }
  return `${out}}`;
}

/** A value still to be printed, or text. */
type Piece = { readonly value: JsonValue } | string;

function withOwnStack(value: JsonValue): string {
  const out: string[] = [];
  const rest: Piece[] = [{ value }];
  for (let piece = rest.pop(); piece !== undefined; piece = rest.pop()) {
    if (typeof piece === "string") out.push(piece);
    else if (typeof piece.value !== "object" || piece.value === null) out.push(scalar(piece.value));
    else for (const part of partsOf(piece.value).reverse()) rest.push(part);
  }
  return out.join("");
}

function partsOf(value: JsonValue[] | JsonObject): Piece[] {
  if (Array.isArray(value)) {
    return ["[", ...value.flatMap((item, i): Piece[] => [i > 0 ? "," : "", { value: item }]), "]"];
  }
  const keys = sortedKeys(value);
  const members = keys.flatMap((key, i): Piece[] => [
    `${i > 0 ? "," : ""}${JSON.stringify(key)}:`,
    { value: value[key] ?? null },
  ]);
  return ["{", ...members, "}"];
}
