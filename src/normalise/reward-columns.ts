import { field } from "../json/field.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import type { Sourced } from "./dialect.js";

/**
 * The reward of a log with a column for each reward function: the sum of those columns, each with weight 1, without the
 * NaN of functions that do not apply. The columns are those between two others that hold numbers; where some of them
 * have `reward` in their names, only these.
 */
export function summedReward(
  record: JsonObject,
  after: string,
  before: string,
  read: (name: string) => JsonValue | undefined = (name) => field(record, name),
): Sourced {
  const keys = Object.keys(record);
  const between = keys.slice(keys.indexOf(after) + 1, keys.indexOf(before));
  const numeric = between.filter((key) => isNumberOrNull(read(key)));
  const named = numeric.filter((key) => /reward/i.test(key));
  const columns = named.length > 0 ? named : numeric;
  const values = columns
    .map(read)
    .filter((value) => typeof value === "number" || typeof value === "bigint")
    .map(Number);
  const given = values.filter((value) => !Number.isNaN(value));
  if (columns.length === 0) return { value: undefined, field: `columns between ${after} and ${before}` };
  return { value: given.length === 0 ? Number.NaN : given.reduce((a, b) => a + b, 0), field: columns.join(" + ") };
}

function isNumberOrNull(value: JsonValue | undefined): boolean {
  return value === null || typeof value === "number" || typeof value === "bigint";
}
