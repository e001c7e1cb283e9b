import { parse as parseLossless } from "lossless-json";
import type { JsonValue } from "../model/json.js";

/** A run of 16 or more digits that does not belong to a fraction may be an integer that a double cannot hold. */
const MAYBE_UNSAFE = /(?<![\d.])\d{16}/;
/** Most texts have no such run at all: told several times faster without looking behind. */
const LONG_RUN = /\d{16}/;
/** What Python's `json.dumps` writes for floats that JSON has no form for. */
const MAYBE_PYTHON = /\b(?:NaN|Infinity)\b/;

/**
 * Parses JSON. Integers outside the safe range become `bigint`; Python's bare `NaN`, `Infinity` and `-Infinity`
 * become the numbers they mean; own keys such as `__proto__` stay own keys.
 * @throws SyntaxError where the text is not JSON.
 */
export function parseJson(text: string): JsonValue {
  if (LONG_RUN.test(text) && MAYBE_UNSAFE.test(text)) return parseExact(replacePythonFloats(text));
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (!MAYBE_PYTHON.test(text)) throw error;
    return parseExact(replacePythonFloats(text));
  }
}

/** Numbers no literal of a log can be mistaken for: replaced back by the number parser below. */
const PYTHON_FLOATS = new Map([
  ["NaN", "9e9999001"],
  ["Infinity", "9e9999002"],
  ["-Infinity", "-9e9999002"],
]);

/** Replaces bare NaN and infinities outside strings by numerals that the number parser knows. */
function replacePythonFloats(text: string): string {
  if (!MAYBE_PYTHON.test(text)) return text;
  return text.replace(
    /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gs,
    (token) => PYTHON_FLOATS.get(token) ?? token,
  );
}

function parseExact(text: string): JsonValue {
  JSON.parse(text); // the strict parser refuses first: the exact one must not be the judge of what is JSON
  try {
    return parseLossless(text, undefined, {
      parseNumber: exactNumber,
      onDuplicateKey: ({ newValue }) => newValue,
    }) as JsonValue;
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxError("nested too deeply", { cause: error });
    throw error;
  }
}

function exactNumber(literal: string): number | bigint {
  if (literal === "9e9999001") return Number.NaN;
  if (/^-?\d+$/.test(literal)) {
    const value = Number(literal);
    if (!Number.isSafeInteger(value)) return BigInt(literal);
  }
  return Number(literal);
}
