import * as library from "../../src/pipeline/records.js";
import type { LogRecord, Options } from "../reference/types.js";

/** What the agreement test calls of the library: the one place that knows its names. */
export interface Subject {
  auditRecords(records: readonly LogRecord[], options: Partial<Options>): unknown;
  correctRecords(records: readonly LogRecord[], options: Partial<Options>): unknown;
  ablateRecords(records: readonly LogRecord[], options: Partial<Options>): unknown;
}

export const subject = library as unknown as Partial<Subject>;
