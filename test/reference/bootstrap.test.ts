import { describe, expect, it } from "vitest";
import { fnv1a, interval, mix, poissonWeight, quantile } from "./bootstrap.js";

describe("bootstrap of the reference", () => {
  it("hashes as the published vectors do", () => {
    expect([fnv1a(""), fnv1a("a"), fnv1a("foobar")]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
    expect([mix(0), mix(1)]).toEqual([0, 0x514e28b7]);
  });

  it("gives the weights that a few lines of Python give", () => {
    const weights = (batch: number | null, group: string, seed: number) =>
      Array.from({ length: 12 }, (_, b) => poissonWeight(batch, group, seed, b));
    expect(weights(null, "q", 0)).toEqual([0, 6, 1, 1, 0, 2, 2, 0, 1, 1, 1, 1]);
    expect(weights(12, "東京", 7)).toEqual([2, 0, 1, 0, 1, 0, 0, 1, 1, 2, 2, 2]);
  });

  it("has quantiles of type 7", () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([10, 20], 0.025)).toBeCloseTo(10.25, 12);
    expect(quantile([3], 0.975)).toBe(3);
  });

  it("gives no interval to one group, nor where over 5 % of the replicates have no denominator", () => {
    const share = { numerator: 1, denominator: 2 };
    const nothing = { numerator: 0, denominator: 0 };
    const ones = Array.from({ length: 20 }, () => [1, 1]);
    expect(interval([share, nothing], ones)).toBeNull();
    expect(interval([share, share], ones)).toEqual([0.5, 0.5]);
    expect(interval([share, share], [...ones.slice(1), [0, 0]])).toEqual([0.5, 0.5]);
    expect(interval([share, share], [...ones.slice(2), [0, 0], [0, 0]])).toBeNull();
  });
});
