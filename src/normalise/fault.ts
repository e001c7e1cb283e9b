import { canonicalJson } from "../json/canonical.js";
import type { JsonValue } from "../model/json.js";
import type { Rejection } from "../model/rollout.js";

/** A rejection that does not know its place yet. */
export type Fault = Omit<Rejection, "place">;

/** Makes a fault; `found` is the value at hand, described in few characters. */
export function fault(reason: string, field: string, expected: string, found: JsonValue | undefined): Fault {
  return { reason, field, expected, found: describe(found) };
}

/** True for a fault where something else was hoped for. */
export function isFault(value: unknown): value is Fault {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "reason") && Object.hasOwn(value, "found");
}

const LONGEST = 80;

/** A value in few characters: scalars as JSON, lists and objects by their size. */
export function describe(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === "object" && value !== null) return `object with ${Object.keys(value).length} field(s)`;
  if (typeof value === "string" && value.length > LONGEST) return `${JSON.stringify(value.slice(0, LONGEST))}...`;
  return canonicalJson(value);
}
