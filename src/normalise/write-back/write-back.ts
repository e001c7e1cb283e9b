import type { JsonObject } from "../../model/json.js";
import type { JsonPatch } from "../../model/json-patch.js";

/** Where a framework's own records hold advantages per token: what its trainer reads. */
export interface WriteBack {
  /** The field, for people. */
  readonly field: string;
  /**
   * The change that puts advantages into a record. `tokens`: for each rollout of the record in order its advantage per
   * token, 0 off the policy mask; null for one that has no token arrays, undefined for one that was rejected. Null where
   * the record has no place for them.
   */
  patch(record: JsonObject, tokens: readonly (Float64Array | null | undefined)[]): JsonPatch | null;
}

/** JSON text of a list of finite numbers. */
export function numbersText(numbers: ArrayLike<number>): string {
  return JSON.stringify(Array.from(numbers));
}
