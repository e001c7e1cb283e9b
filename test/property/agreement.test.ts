import { describe, expect, it } from "vitest";
import { ablateReference, auditReference, correctReference } from "../reference/reference.js";
import { differences, unexplained } from "./differences.js";
import { generateLog } from "./generate.js";
import { ablateRecords, auditRecords, correctRecords } from "./subject.js";

/** More on demand: `TAPO_PROPERTY_LOGS=20000 npx vitest run test/property`. */
const LOGS = Number(process.env.TAPO_PROPERTY_LOGS ?? 1000);
const BLOCK = Math.ceil(LOGS / 10);
const blocks = Array.from({ length: 10 }, (_, block) => block * BLOCK);

/** Seeds from `first` whose log is not judged alike, with the first differences: enough to run one again. */
function disagreements(first: number, judge: (log: ReturnType<typeof generateLog>) => unknown[]): unknown[] {
  const found: unknown[] = [];
  for (let seed = first; seed < first + BLOCK; seed++) {
    const differing = judge(generateLog(seed));
    if (differing.length > 0) found.push({ seed, differing: differing.slice(0, 3) });
  }
  return found.slice(0, 5);
}

describe("the library agrees with the reference", { timeout: 60_000 + 200 * LOGS }, () => {
  it.each(blocks)("in audits, from log %i", (first) => {
    const found = disagreements(first, ({ records, options }) => {
      const result = auditRecords(records, options);
      return [...differences(auditReference(records, options), result, false), ...unexplained(result)];
    });
    expect(found).toEqual([]);
  });

  it.each(blocks)("in corrections, from log %i", (first) => {
    const found = disagreements(first, ({ records, options }) =>
      differences(correctReference(records, options), correctRecords(records, options), true),
    );
    expect(found).toEqual([]);
  });

  it.each(blocks)("in ablations, from log %i", (first) => {
    const found = disagreements(first, ({ records, options }) => {
      const result = ablateRecords(records, options);
      return [...differences(ablateReference(records, options), result, false), ...unexplained(result)];
    });
    expect(found).toEqual([]);
  });
});
