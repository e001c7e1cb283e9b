import { describe, expect, test } from "vitest";
import { fnv1a32, mix32, poissonWeight, replicateSalts } from "../../src/stats/poisson.js";
import { quantile } from "../../src/stats/quantile.js";
import { ranks } from "../../src/stats/ranks.js";
import { makeRandom } from "../property/random.js";
import * as reference from "../reference/bootstrap.js";
import { canonical } from "../reference/json.js";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("weights of the Poisson bootstrap", () => {
  test("hashes have the published values", () => {
    expect(["", "a", "foobar"].map((text) => fnv1a32(bytes(text)))).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
    expect([mix32(0), mix32(1), mix32(0xffffffff)]).toEqual([0, 0x514e28b7, 0x81f16f39]);
    expect(mix32(-1)).toBe(mix32(0xffffffff));
  });

  test("are those of SPEC's formula, for ids of every kind and any seed", () => {
    const ids = [
      ["q1", null],
      [7, 12],
      ["東京", "b"],
      [null, 3],
      ["\ud83d\ude97", 0],
    ] as const;
    for (const seed of [0, 1, 4294967295]) {
      const salts = replicateSalts(seed, 400);
      expect(salts.length).toBe(400);
      for (const [group, batch] of ids) {
        const hash = fnv1a32(bytes(canonical([batch, group])));
        const weights = Array.from(salts, (salt) => poissonWeight(hash, salt));
        expect(weights).toEqual(weights.map((_, b) => reference.poissonWeight(batch, group, seed, b)));
      }
    }
  });

  test("occur as often as Poisson(1) says", () => {
    const counts = new Array<number>(12).fill(0);
    const [groups, replicates] = [200, 1000];
    const salts = replicateSalts(3, replicates);
    for (let g = 0; g < groups; g++) {
      for (const salt of salts)
        counts[poissonWeight(mix32(g + 1), salt)] = (counts[poissonWeight(mix32(g + 1), salt)] ?? 0) + 1;
    }
    let probability = Math.exp(-1);
    for (let k = 0; k < 6; k++) {
      if (k > 0) probability /= k;
      const expected = probability * groups * replicates;
      expect(Math.abs((counts[k] ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });
});

describe("quantiles and ranks", () => {
  test("a quantile of type 7 is on the line between its neighbours", () => {
    expect([0, 0.25, 0.5, 1].map((p) => quantile([1, 2, 3, 4], p))).toEqual([1, 1.75, 2.5, 4]);
    expect([0.025, 0.975].map((p) => quantile([7], p))).toEqual([7, 7]);
    expect(quantile([10, 20], 0.025)).toBeCloseTo(10.25, 12);
    expect(quantile([], 0.5)).toBeNaN();
  });

  test("agree with the definition on random lists", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = makeRandom(seed);
      const values = Float64Array.from({ length: 1 + random.int(12) }, () => random.int(6) - 2.5);
      const sorted = [...values].sort((a, b) => a - b);
      for (const p of [0, 0.025, 0.3, 0.5, 0.975, 1])
        expect(quantile(sorted, p)).toBeCloseTo(reference.quantile(sorted, p), 12);
      const places = (value: number) => sorted.flatMap((other, i) => (other === value ? [i + 1] : []));
      const expected = Array.from(values, (value) => places(value).reduce((a, b) => a + b, 0) / places(value).length);
      expect([...ranks(values)]).toEqual(expected);
      expect(ranks(values)).not.toBe(values);
    }
    expect([...ranks(new Float64Array())]).toEqual([]);
  });
});
