import type { Id } from "../model/id.js";
import type { JsonValue } from "../model/json.js";
import { canonicalJson } from "./canonical.js";

/** Canonical JSON of an id: a key for maps under which ids of different type never meet. */
export function idKey(id: Id): string {
  return canonicalJson(id as JsonValue);
}

/** Order of ids in reports: numbers ascending, then strings (UTF-16 order), then lists and others, then the missing one (SPEC section 1). */
export function compareIds(a: Id, b: Id): number {
  const byRank = rank(a) - rank(b);
  if (byRank !== 0) return byRank;
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  return typeof a === "string" && typeof b === "string" ? compareTexts(a, b) : compareTexts(idKey(a), idKey(b));
}

function rank(id: Id): number {
  if (isNumber(id)) return 0;
  if (typeof id === "string") return 1;
  return id === null ? 3 : 2;
}

function isNumber(id: Id): id is number | bigint {
  return typeof id === "number" || typeof id === "bigint";
}

/** By value, exactly; 1e21 and 1000000000000000000000, which are two ids, by how they are written. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : typeof a === typeof b ? 0 : compareTexts(idKey(a), idKey(b));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
