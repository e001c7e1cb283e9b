import { BACKSLASH, QUOTE } from "../json/bytes.js";
import { parseBytes } from "./parse-bytes.js";

/** Whether `[start, end)`, quotes included, is a JSON string that stands as it is: no escapes, no control characters. */
export function isPlainString(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== QUOTE || end - start < 2) return false;
  for (let i = start + 1; i < end - 1; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 32 || byte === BACKSLASH) return false;
  }
  return true;
}

/** Whether `[start, end)` is a JSON string. */
export function isString(bytes: Buffer, start: number, end: number): boolean {
  return isPlainString(bytes, start, end) || stringOf(bytes, start, end) !== null;
}

/** The string that `[start, end)` is as JSON; null where it is none, or no JSON at all. */
export function stringOf(bytes: Buffer, start: number, end: number): string | null {
  if (isPlainString(bytes, start, end)) return bytes.toString("utf8", start + 1, end - 1);
  if (bytes[start] !== QUOTE) return null;
  try {
    const value = parseBytes(bytes, start, end);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}
