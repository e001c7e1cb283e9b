import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advantageBins } from "../../src/analyse/advantage-bins.js";

describe("histogram of advantages", () => {
  test("0 begins a bin of its own", () => {
    const bins = advantageBins([-1, -1, -0.5], [-1, 0, 0]);
    expect(bins.at(-1)).toEqual({ low: 0, high: 0.05, base: 0, corrected: 2 });
    expect(bins[0]).toEqual({ low: -1, high: -0.95, base: 2, corrected: 1 });
  });

  test("none, and all the same", () => {
    expect(advantageBins([], [])).toEqual([]);
    expect(advantageBins([-0.7, -0.7], [-0.7, -0.7])).toHaveLength(1);
    expect(advantageBins([0], [0])).toEqual([{ low: 0, high: 0.05, base: 1, corrected: 1 }]);
  });

  test("every value is counted once, in few bins of one width", () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.integer({ min: -9, max: 9 }), (values, power) => {
        const scaled = values.map((v) => v * 10 ** power);
        const bins = advantageBins(scaled, scaled);
        expect(bins.length).toBeLessThanOrEqual(24);
        expect(bins.reduce((sum, { base }) => sum + base, 0)).toBe(values.length);
        for (const { base, corrected } of bins) expect(base).toBe(corrected);
      }),
    );
  });
});
