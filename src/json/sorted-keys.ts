import type { JsonObject } from "../model/json.js";

/** Keys above this many are sorted by the engine: below, that costs more than it saves. */
const FEW = 8;

/** Own keys in UTF-16 order. */
export function sortedKeys(value: JsonObject): string[] {
  const keys = Object.keys(value);
  if (keys.length > FEW) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] ?? "";
    let at = i;
    for (; at > 0 && (keys[at - 1] ?? "") > key; at--) keys[at] = keys[at - 1] ?? "";
    keys[at] = key;
  }
  return keys;
}
