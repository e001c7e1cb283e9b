import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeLinkage } from "../../src/match/cluster.js";
import { completeLinkage as reference } from "../reference/library.js";

/** Fewer where they are run for every mutant (`npm run mutants`). */
const RUNS = Number(process.env.TAPO_CLUSTER_TABLES ?? 3000);
const ITEMS = Number(process.env.TAPO_CLUSTER_ITEMS ?? 20_000);

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
      { numRuns: RUNS, seed: 1 },
    );
  });

  test("holds pairs at or above the threshold only, and says where there are too many", () => {
    const chain = (i: number, j: number) => (Math.abs(i - j) === 1 ? 0.5 : 0.4);
    expect(completeLinkage(100, chain, 0.5, 99)?.length).toBe(50);
    expect(completeLinkage(100, chain, 0.5, 98)).toBeNull();
    expect(completeLinkage(100, () => 1, 0.5, 100)).toBeNull();
  });

  test(`${ITEMS} items of which few are alike are clustered in memory for these`, { timeout: 60_000 }, () => {
    const before = process.memoryUsage().arrayBuffers;
    const half = ITEMS / 2;
    const clusters = completeLinkage(ITEMS, (i, j) => (i % half === j % half ? 1 : 0), 0.5);
    expect(clusters?.length).toBe(half);
    expect(clusters?.[7]).toEqual([7, half + 7]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6); // a matrix would take 1.6 GB
  });
});
