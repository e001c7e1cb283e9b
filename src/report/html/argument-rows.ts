import { canonicalJson } from "../../json/canonical.js";
import { isObject } from "../../json/field.js";
import { parseJson } from "../../json/parse.js";
import type { JsonObject } from "../../model/json.js";
import { diffWords, type Piece } from "./diff-words.js";
import { shorten } from "./shorten.js";

/** One argument of two calls, side by side; null on a side that does not have it. */
export interface ArgumentRow {
  readonly key: string;
  readonly left: readonly Piece[] | null;
  readonly right: readonly Piece[] | null;
}

/** Arguments shown, and characters of each. */
const KEYS = 12;
const LENGTH = 600;
/** Texts longer than this are not read as JSON. */
const LONGEST = 10_000;

/** Compares the arguments of a call and its witness key by key; texts that are no JSON object (cut off, malformed) as a whole. */
export function argumentRows(left: string, right: string): readonly ArgumentRow[] {
  const [a, b] = [argumentsOf(left), argumentsOf(right)];
  if (a === null || b === null) return [row("arguments", shorten(left, LENGTH), shorten(right, LENGTH))];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.slice(0, KEYS).map((key) => row(shorten(key, 60), valueText(a, key), valueText(b, key)));
}

function row(key: string, left: string | null, right: string | null): ArgumentRow {
  if (left === null || right === null) {
    return { key, left: whole(left), right: whole(right) };
  }
  const [x, y] = diffWords(left, right);
  return { key, left: x, right: y };
}

function whole(text: string | null): readonly Piece[] | null {
  return text === null ? null : [{ text, own: true }];
}

function argumentsOf(text: string): JsonObject | null {
  if (text.length > LONGEST) return null;
  try {
    const value = parseJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function valueText(args: JsonObject, key: string): string | null {
  if (!Object.hasOwn(args, key)) return null;
  const value = args[key] ?? null;
  return shorten(typeof value === "string" ? value : canonicalJson(value), LENGTH);
}
