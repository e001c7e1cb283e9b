import { describe, expect, test } from "vitest";
import { type Box, boxOf, boxSimilarity } from "../../src/match/box.js";
import { makeRandom } from "../property/random.js";

const iou = (a: readonly number[], b: readonly number[]) => boxSimilarity(boxOf([...a]) as Box, boxOf([...b]) as Box);

/** Shared cells of a grid over cells of either: what intersection over union is of boxes with whole corners. */
function counted(
  [a0 = 0, a1 = 0, a2 = 0, a3 = 0]: readonly number[],
  [b0 = 0, b1 = 0, b2 = 0, b3 = 0]: readonly number[],
) {
  let [both, either] = [0, 0];
  for (let x = -6; x < 6; x++) {
    for (let y = -6; y < 6; y++) {
      const inside = (l: number, t: number, r: number, b: number) =>
        x >= Math.min(l, r) && x < Math.max(l, r) && y >= Math.min(t, b) && y < Math.max(t, b);
      const [inA, inB] = [inside(a0, a1, a2, a3), inside(b0, b1, b2, b3)];
      if (inA && inB) both++;
      if (inA || inB) either++;
    }
  }
  return both / either;
}

describe("boxes", () => {
  test("are arrays of exactly four finite numbers, corners put in order", () => {
    expect(boxOf([4, 1, 0, 3])).toEqual([0, 1, 4, 3]);
    expect(boxOf([0, 5, 4, 3n])).toEqual([0, 3, 4, 5]);
    for (const value of [
      [0, 0, 1],
      [0, 0, 1, 1, 1],
      [0, 0, 1, "1"],
      [0, 0, 1, null],
      [0, 0, 1, true],
      "0011",
      { length: 4 },
      null,
      [0, 0, 1, 10n ** 400n],
    ]) {
      expect(boxOf(value as never)).toBeNull();
    }
  });

  test("score the share of cells that both cover, of those that either does (1000 pairs, any order of corners)", () => {
    for (let seed = 0; seed < 1000; seed++) {
      const random = makeRandom(seed);
      const draw = () => [0, 0, 0, 0].map(() => random.int(12) - 6);
      const [a, b] = [draw(), draw()];
      const empty = [a, b].some(([x1, y1, x2, y2]) => x1 === x2 || y1 === y2);
      const same = JSON.stringify(boxOf(a)) === JSON.stringify(boxOf(b));
      expect(iou(a, b), JSON.stringify([a, b])).toBeCloseTo(empty ? Number(same) : counted(a, b), 12);
    }
  });

  test("of zero area score 1 with themselves and 0 with any other", () => {
    expect(iou([1, 1, 1, 5], [1, 5, 1, 1])).toBe(1);
    expect(iou([1, 1, 1, 5], [1, 1, 1, 4])).toBe(0);
    expect(iou([1, 1, 1, 5], [0, 0, 9, 9])).toBe(0);
    expect(iou([3, 3, 3, 3], [3, 3, 3, 3])).toBe(1);
  });

  test("that only touch, or lie apart on one axis, score 0", () => {
    expect(iou([0, 0, 2, 2], [2, 0, 4, 2])).toBe(0);
    expect(iou([0, 0, 2, 2], [0, 2, 2, 4])).toBe(0);
    expect(iou([0, 0, 2, 2], [3, 3, 4, 4])).toBe(0); // apart on both: two negative sides are no area
    expect(iou([0, 0, 2, 2], [0, 5, 2, 6])).toBe(0);
  });

  test("keep their score at any size that doubles have", () => {
    for (const exponent of [-1060, -600, -500, -499, 0, 498, 499, 600, 1000, 1020]) {
      const unit = 2 ** exponent;
      const scaled = (box: readonly number[]) => box.map((corner) => corner * unit);
      expect(iou(scaled([0, 0, 4, 4]), scaled([2, 2, 6, 6])), `2^${exponent}`).toBe(4 / 28);
      expect(iou(scaled([-2, -2, 2, 2]), scaled([-2, 0, 2, 2]))).toBe(0.5);
    }
    expect(iou([-1.7e308, -1, 1.7e308, 1], [-1.7e308, -1, 1.7e308, 0])).toBeCloseTo(0.5, 12);
  });
});
