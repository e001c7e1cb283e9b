import { describe, expect, test } from "vitest";
import { Random } from "../../src/stats/random.js";

const N = 20_000;
const draw = <T>(random: Random, one: (random: Random) => T, n = N) => Array.from({ length: n }, () => one(random));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** sfc32 as published (PractRand), on unsigned words, after the same seeding words. */
function* published(a: number, b: number, c: number, counter: number): Generator<number> {
  for (;;) {
    const out = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + out) >>> 0;
    yield out;
  }
}

describe("seeded random numbers", () => {
  test("without a key are sfc32 from its constants, the first twelve words dropped", () => {
    const expected = published(0x9e3779b9, 0x243f6a88, 0xb7e15162, 1);
    for (let i = 0; i < 12; i++) expected.next();
    const random = new Random();
    for (let i = 0; i < 1000; i++) expect(random.uint32()).toBe(expected.next().value);
  });

  test("stay the same from one release to the next: simulated logs are named by their seed", () => {
    const first = (...key: number[]) => draw(new Random(...key), (random) => random.uint32(), 3);
    expect([first(), first(0), first(1, 2), first(2 ** 40 + 5)]).toEqual(GOLDEN);
  });

  test("of different keys are different, whatever the key's length, order and size", () => {
    const keys = [[], [0], [1], [0, 0], [0, 1], [1, 0], [2 ** 32], [2 ** 32 + 1], [2 ** 33], [2 ** 33 + 1], [1, 0, 0]];
    const streams = keys.map((key) => draw(new Random(...key), (random) => random.uint32(), 4).join());
    expect(new Set(streams).size).toBe(keys.length);
    expect(draw(new Random(4, 2), (r) => r.uint32(), 4)).toEqual(draw(new Random(4, 2), (r) => r.uint32(), 4));
  });

  test("are uniform: in range, with the mean and the share of every tenth", () => {
    const values = draw(new Random(1), (random) => random.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth++) {
      const count = values.filter((value) => Math.floor(value * 10) === tenth).length;
      expect(Math.abs(count - N / 10)).toBeLessThan(5 * Math.sqrt(N / 10));
    }
    const between = draw(new Random(2), (random) => random.between(-3, 5));
    expect(Math.min(...between)).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...between)).toBeLessThan(5);
    expect(mean(between)).toBeCloseTo(1, 1);
  });

  test("whole numbers below n take every value as often", () => {
    const values = draw(new Random(3), (random) => random.below(7));
    for (let k = 0; k < 7; k++) {
      expect(Math.abs(values.filter((value) => value === k).length - N / 7)).toBeLessThan(5 * Math.sqrt(N / 7));
    }
    expect(new Set(values).size).toBe(7);
  });

  test("chances are kept; none and certainty are exact", () => {
    const share = (p: number) => mean(draw(new Random(4), (random) => Number(random.chance(p))));
    expect([share(0), share(1)]).toEqual([0, 1]);
    expect(share(0.3)).toBeCloseTo(0.3, 1.7);
  });

  test("a pick is of the list, and every element's turn comes; nothing is picked from an empty list", () => {
    const random = new Random(5);
    expect(new Set(draw(random, () => random.pick(["a", "b", "c"]), 100))).toEqual(new Set(["a", "b", "c"]));
    expect(() => random.pick([])).toThrow(RangeError);
    expect(() => random.pick([])).toThrow("empty list");
  });

  test("a shuffle has the same elements, every order as often, and leaves its argument alone", () => {
    const random = new Random(6);
    const given = [1, 2, 3];
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const key = random.shuffled(given).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["1,2,3", "1,3,2", "2,1,3", "2,3,1", "3,1,2", "3,2,1"]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(1000));
    expect(given).toEqual([1, 2, 3]);
    expect(random.shuffled([])).toEqual([]);
  });

  test("weighted draws follow the weights, never one of weight 0, whatever rounding leaves", () => {
    const random = new Random(7);
    const weights = [0, 1, 0, 3, 0];
    const drawn = draw(random, () => random.weighted(weights, 4));
    expect(new Set(drawn)).toEqual(new Set([1, 3]));
    expect(drawn.filter((index) => index === 3).length / N).toBeCloseTo(0.75, 1.7);
    expect(draw(random, () => random.weighted(weights, 1e9), 50)).toEqual(Array(50).fill(3)); // a total above the sum
    expect(new Set(draw(random, () => random.weighted([2, 0], 2), 50))).toEqual(new Set([0]));
  });
});

/** What this release gives. */
const GOLDEN = [
  [24724473, 838574162, 2522700496],
  [3061460608, 2807765412, 1031852532],
  [893848354, 774201086, 1814119577],
  [323197613, 1551731238, 2032031789],
];
