import type { Id } from "../model/id.js";
import type { Sourced } from "./dialect.js";
import { type Fault, fault } from "./fault.js";

/** Largest magnitude taken: beyond it, deviations and sums over a log leave the range of a double. */
export const LARGEST = 1e300;

/** A finite number of at most 1e300; a fault with a reason of its own for each way not to be one (SPEC section 2). */
export function finiteNumber(source: Sourced, name: string): number | Fault {
  const { value, field, expected = "a finite number" } = source;
  const wrong = (what: string) => fault(`${name} ${what}`, field, expected, value);
  if (value === undefined) return wrong("missing");
  if (value === null) return wrong("null");
  if (typeof value === "boolean") return wrong("boolean");
  if (typeof value === "string") return wrong("text");
  if (typeof value !== "number" && typeof value !== "bigint") return wrong("not a number");
  const number = Number(value); // an integer of hundreds of digits is infinite as a double
  if (Number.isNaN(number)) return wrong("NaN");
  if (!Number.isFinite(number)) return wrong("infinite");
  return Math.abs(number) <= LARGEST ? number : wrong("beyond 1e300");
}

/** A string or a number as it stands. */
export function idValue({ value, field }: Sourced, name: string): Id | Fault {
  const expected = "a string or a number";
  if (value === undefined) return fault(`${name} missing`, field, expected, value);
  if (value === null) return fault(`${name} null`, field, expected, value);
  if (typeof value === "string" || typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return fault(`${name} is no id`, field, expected, value);
}

/** An id, or null where the record has none. */
export function optionalId(source: Sourced, name: string): Id | Fault {
  return source.value === undefined || source.value === null ? null : idValue(source, name);
}

/** A boolean, or a number where non-zero is success (SPEC section 2). */
export function successValue({ value, field }: Sourced): boolean | Fault {
  if (typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value !== 0;
  if (typeof value === "bigint") return value !== 0n;
  const reason =
    value === undefined ? "success missing" : value === null ? "success null" : "success not a boolean or number";
  return fault(reason, field, "a boolean or a number", value);
}
