import { readFileSync } from "node:fs";
import type { JsonObject, LogRecord } from "../../src/index.js";

/** `node batch-job.js LIBRARY LOG`: milliseconds of audits and corrections of a batch in memory, as a training loop makes them. */
const [library = "", path = ""] = process.argv.slice(2);
const { auditRecords, correctRecords }: typeof import("../../src/index.js") = await import(library);
const lines = readFileSync(path, "utf8").trim().split("\n");
const records = lines.map((line, row): LogRecord => ({ path, row, value: JSON.parse(line) as JsonObject }));

const REPEATS = 15;

function times(work: () => unknown): number[] {
  return Array.from({ length: REPEATS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

const audits = times(() => auditRecords(records));
const corrections = times(() => correctRecords(records));
console.log(JSON.stringify({ rollouts: records.length, audits, corrections }));
