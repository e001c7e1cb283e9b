import type { Json } from "./types.js";

/** Numbers first (ascending), then strings (UTF-16 order), then the missing one (SPEC section 1). */
export function compareIds(a: Json, b: Json): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function rank(id: Json): number {
  if (isNumber(id)) return 0;
  return typeof id === "string" ? 1 : 2;
}

function isNumber(id: Json): id is number | bigint {
  return typeof id === "number" || typeof id === "bigint";
}
