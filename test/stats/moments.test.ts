import { describe, expect, test } from "vitest";
import { coMoments, mergeCoMoments } from "../../src/stats/co-moments.js";
import { mean, standardDeviation } from "../../src/stats/moments.js";
import { seedMean } from "../../src/stats/seed-mean.js";
import { makeRandom } from "../property/random.js";

/** The definition, of numbers for which it needs no care. */
function plainDeviation(values: readonly number[], ddof: number): number {
  const center = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - ddof));
}

describe("mean and standard deviation", () => {
  test("are the plain sums, to the bit, of ordinary values", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = makeRandom(seed);
      const values = Array.from({ length: 2 + random.int(9) }, () => 10 * random.next() - 3);
      expect(mean(values)).toBe(values.reduce((a, b) => a + b, 0) / values.length);
      for (const ddof of [0, 1]) {
        expect(standardDeviation(values, mean(values), ddof)).toBe(plainDeviation(values, ddof));
      }
    }
  });

  test("are exact in powers of two times the values, from denormals to 1e300", () => {
    const values = [1, 2, 4, 9];
    const deviation = plainDeviation(values, 1);
    for (const exponent of [-1000, -600, -470, -460, 0, 400, 460, 470, 1000]) {
      const scaled = values.map((value) => value * 2 ** exponent);
      expect(mean(scaled)).toBe(4 * 2 ** exponent);
      expect(standardDeviation(scaled, mean(scaled), 1) / 2 ** exponent).toBeCloseTo(deviation, 14);
    }
  });

  test("of values whose sum leaves the doubles are finite", () => {
    const values = [1.7e308, 1.7e308, 1.1e308, 1.1e308];
    expect(mean(values) / 1e308).toBeCloseTo(1.4, 14);
    expect(mean(values.map((value) => -value)) / 1e308).toBeCloseTo(-1.4, 14);
    expect(standardDeviation(values, mean(values), 0) / 1e307).toBeCloseTo(3, 12);
  });

  test("of nothing: no mean; no spread where nothing is left by ddof, or all are the center", () => {
    expect(mean([])).toBeNaN();
    expect(standardDeviation([], 0, 0)).toBe(0);
    expect(standardDeviation([3], 0, 1)).toBe(0);
    expect(standardDeviation([3], 0, 0)).toBe(3);
    expect(standardDeviation([5e-324, 5e-324], 5e-324, 1)).toBe(0);
  });
});

describe("moments of pairs", () => {
  const plain = { unitX: 1, unitY: 1 };
  const [x, y] = [
    [1, 2, 3, 7, 8],
    [2, 0, 5, 1, 9],
  ];

  test("are those of the definition", () => {
    expect(coMoments(x ?? [], y ?? [])).toEqual({
      n: 5,
      meanX: 4.2,
      meanY: 3.4,
      ...plain,
      xx: expect.closeTo(38.8, 12),
      yy: expect.closeTo(53.2, 12),
      xy: expect.closeTo(24.6, 12),
    });
    expect(coMoments([], [])).toEqual({ n: 0, meanX: 0, meanY: 0, ...plain, xx: 0, yy: 0, xy: 0 });
    expect(coMoments([4], [-4])).toEqual({ n: 1, meanX: 4, meanY: -4, ...plain, xx: 0, yy: 0, xy: 0 });
  });

  test("of parts merge to those of the whole, in any order to the bit", () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = makeRandom(seed);
      const pairs = Array.from({ length: 2 + random.int(20) }, () => [random.next() * 9, 5 - random.next()] as const);
      const parts = [0, 1, 2, 3].map((part) => pairs.filter((_, i) => i % 4 === part));
      const of = (list: typeof pairs) =>
        coMoments(
          list.map(([a]) => a),
          list.map(([, b]) => b),
        );
      const whole = of(pairs);
      const merged = mergeCoMoments(parts.map(of));
      expect(merged.n).toBe(whole.n);
      for (const key of ["meanX", "meanY", "xx", "yy", "xy"] as const) expect(merged[key]).toBeCloseTo(whole[key], 11);
      expect(mergeCoMoments(random.shuffle(parts).map(of))).toEqual(merged);
    }
  });

  test.each([-1000, -300, 300, 990])(
    "of values times 2^%d, whole or merged, are those of the values in other units",
    (exponent) => {
      const times = (values: readonly number[]) => values.map((value) => value * 2 ** exponent);
      const [a, b, c] = [coMoments([1, 2, 3, 7], [2, 0, 5, 1]), coMoments([8, 8], [9, 4]), coMoments([5], [1])];
      const plainly = mergeCoMoments([a, b, c]);
      const scaled = mergeCoMoments([
        coMoments(times([1, 2, 3, 7]), [2, 0, 5, 1]),
        coMoments(times([8, 8]), [9, 4]),
        coMoments(times([5]), [1]),
      ]);
      expect(scaled.meanX).toBe(plainly.meanX * 2 ** exponent);
      expect((scaled.unitX / 2 ** exponent) * Math.sqrt(scaled.xx)).toBeCloseTo(Math.sqrt(plainly.xx), 12);
      expect(scaled.xy / Math.sqrt(scaled.xx * scaled.yy)).toBeCloseTo(
        plainly.xy / Math.sqrt(plainly.xx * plainly.yy),
        12,
      );
      expect([scaled.meanY, scaled.unitY, scaled.yy]).toEqual([plainly.meanY, 1, plainly.yy]);
    },
  );

  test("of samples of very different size keep the large one's spread", () => {
    const [small, large] = [coMoments([1, 2], [0, 1]), coMoments([1e200, 3e200], [1, 0])];
    const { unitX, xx } = mergeCoMoments([small, large]);
    expect(unitX * Math.sqrt(xx)).toBeCloseTo(Math.sqrt(6) * 1e200, -190);
  });

  test("of no sample and of empty samples are those of nothing", () => {
    const nothing = coMoments([], []);
    expect(mergeCoMoments([])).toEqual(nothing);
    expect(mergeCoMoments([nothing, nothing])).toEqual(nothing);
    expect(mergeCoMoments([nothing, coMoments([4, 6], [1, 2])])).toEqual(coMoments([4, 6], [1, 2]));
  });
});

/** 0.975 quantiles of Student's t, as any table prints them. */
const STUDENT = {
  1: 12.706,
  2: 4.303,
  3: 3.182,
  4: 2.776,
  5: 2.571,
  6: 2.447,
  9: 2.262,
  10: 2.228,
  15: 2.131,
  19: 2.093,
  20: 2.086,
  25: 2.06,
  29: 2.045,
  30: 2.042,
  31: 1.96,
  100: 1.96,
};

/** Student's cumulative distribution by Simpson's rule over the density. */
function studentCdf(t: number, df: number): number {
  const density = (x: number) => (1 + (x * x) / df) ** (-(df + 1) / 2);
  const integrate = (to: number, steps: number) => {
    let sum = density(0) + density(to);
    for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density((i * to) / steps);
    return (sum * to) / steps / 3;
  };
  const far = Math.max(200, 20 * t); // beyond it the tail of t is added in closed form of its leading term
  const tail = df === 1 ? 1 / far : (far ** -df * df ** ((df + 1) / 2)) / df;
  return 0.5 + integrate(t, 4000) / (2 * (integrate(far, 40_000) + tail));
}

describe("mean over seeds", () => {
  test.each(Object.entries(STUDENT))("with %s degrees of freedom reaches t = %s standard errors", (df, t) => {
    const n = Number(df) + 1;
    const values = Array.from({ length: n }, (_, i) => (i * i) % 7);
    const { mean: center, ci95 } = seedMean(values);
    const error = plainDeviation(values, 1) / Math.sqrt(n);
    expect(center).toBeCloseTo(values.reduce((a, b) => a + b, 0) / n, 12);
    expect(((ci95?.[1] ?? 0) - center) / error).toBeCloseTo(t, 2.9);
    expect((center - (ci95?.[0] ?? 0)) / error).toBeCloseTo(t, 2.9);
  });

  test("leaves 2.5 % on each side for 1 to 30 degrees of freedom, by integration of the density", () => {
    for (let df = 1; df <= 30; df++) {
      const values = Array.from({ length: df + 1 }, (_, i) => (i * i) % 7);
      const { mean: center, ci95 } = seedMean(values);
      const t = ((ci95?.[1] ?? 0) - center) / (plainDeviation(values, 1) / Math.sqrt(df + 1));
      expect(studentCdf(t, df), `${df}`).toBeCloseTo(0.975, 4.5);
    }
  });

  test("has no interval for one run", () => {
    expect(seedMean([3])).toEqual({ mean: 3, ci95: null });
    expect(seedMean([3, 3])).toEqual({ mean: 3, ci95: [3, 3] });
  });
});
