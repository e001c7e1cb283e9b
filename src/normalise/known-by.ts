import { field } from "../json/field.js";
import type { JsonObject } from "../model/json.js";
import type { Detection } from "./dialect.js";

export const UNKNOWN: Detection = { confidence: 0, because: "" };

/** Known by fields that every record of the sample has, and by a test of each record. */
export function knownBy(
  sample: readonly JsonObject[],
  confidence: number,
  fields: readonly string[],
  test: (record: JsonObject) => boolean = () => true,
): Detection {
  const all = sample.length > 0 && sample.every((record) => hasAll(record, fields) && test(record));
  return all ? { confidence, because: `fields ${fields.join(", ")}` } : UNKNOWN;
}

/** The surer of several ways to know a dialect. */
export function surest(...detections: readonly Detection[]): Detection {
  return detections.reduce((best, one) => (one.confidence > best.confidence ? one : best), UNKNOWN);
}

export function hasAll(record: JsonObject, fields: readonly string[]): boolean {
  return fields.every((name) => field(record, name) !== undefined);
}
