import type { JsonObject } from "../model/json.js";
import type { Detection } from "./dialect.js";
import { valueAt } from "./path.js";

export const UNKNOWN: Detection = { confidence: 0, because: "" };

/**
 * Known by fields that records have, and by a test of them. Records without them make it less sure, not impossible: a
 * broken record is to be rejected by its row, not to hide what the log is.
 */
export function knownBy(
  sample: readonly JsonObject[],
  confidence: number,
  fields: readonly string[],
  test: (record: JsonObject) => boolean = () => true,
): Detection {
  const known = sample.filter((record) => hasAll(record, fields) && test(record)).length;
  if (known === 0) return UNKNOWN;
  return { confidence: confidence * (0.8 + (0.2 * known) / sample.length), because: `fields ${fields.join(", ")}` };
}

/** The surer of several ways to know a dialect. */
export function surest(...detections: readonly Detection[]): Detection {
  return detections.reduce((best, one) => (one.confidence > best.confidence ? one : best), UNKNOWN);
}

/** True where a record has a value, null or not, at every path. */
export function hasAll(record: JsonObject, fields: readonly string[]): boolean {
  return fields.every((name) => valueAt(record, name) !== undefined);
}
