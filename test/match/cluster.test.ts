import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeLinkage } from "../../src/match/cluster.js";
import { completeLinkage as reference } from "../reference/library.js";

/** A symmetric table of few values, so that ties are the rule. */
const tables = fc.integer({ min: 0, max: 14 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    cells: fc.array(fc.constantFrom(0, 0, 0.2, 0.5, 0.5, 0.6, 1), { minLength: n * n, maxLength: n * n }),
    threshold: fc.constantFrom(0, 0.2, 0.3, 0.5, 0.6, 1),
  }),
);

describe("complete linkage", () => {
  test("agrees with the definition, ties and all", () => {
    fc.assert(
      fc.property(tables, ({ n, cells, threshold }) => {
        const similarity = (i: number, j: number) => cells[Math.min(i, j) * n + Math.max(i, j)] ?? 0;
        expect(completeLinkage(n, similarity, threshold)).toEqual(reference(n, similarity, threshold));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  test("holds pairs at or above the threshold only, and says where there are too many", () => {
    const chain = (i: number, j: number) => (Math.abs(i - j) === 1 ? 0.5 : 0.4);
    expect(completeLinkage(100, chain, 0.5, 99)?.length).toBe(50);
    expect(completeLinkage(100, chain, 0.5, 98)).toBeNull();
    expect(completeLinkage(100, () => 1, 0.5, 100)).toBeNull();
  });

  test("20 000 items of which few are alike are clustered in memory for these", { timeout: 60_000 }, () => {
    const before = process.memoryUsage().arrayBuffers;
    const clusters = completeLinkage(20_000, (i, j) => (i % 10_000 === j % 10_000 ? 1 : 0), 0.5);
    expect(clusters?.length).toBe(10_000);
    expect(clusters?.[7]).toEqual([7, 10_007]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6); // a matrix would take 1.6 GB
  });
});
