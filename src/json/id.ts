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
  if (rank(a) === 0) return Number(a) === Number(b) ? compareExact(a, b) : Number(a) - Number(b);
  const [x, y] = typeof a === "string" && typeof b === "string" ? [a, b] : [idKey(a), idKey(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function rank(id: Id): number {
  if (typeof id === "number" || typeof id === "bigint") return 0;
  if (typeof id === "string") return 1;
  return id === null ? 3 : 2;
}

function compareExact(a: Id, b: Id): number {
  const [x, y] = [BigInt(String(a)), BigInt(String(b))];
  return x < y ? -1 : x > y ? 1 : 0;
}
