import { describe, expect, test } from "vitest";
import { ExactSum } from "../../src/stats/exact-sum.js";
import { makeRandom } from "../property/random.js";
import { doubleOf, drawDouble, unitsOf } from "./doubles.js";

const LISTS = 2000;

function sum(terms: readonly number[]): ExactSum {
  const out = new ExactSum();
  out.addAll(terms);
  return out;
}

const lowestBit = (units: bigint) => units & -units;
const size = (units: bigint) => (units < 0n ? -units : units);

/** Terms that cancel, repeat and span the exponents, so that partial sums of all shapes occur. */
function drawTerms(seed: number): number[] {
  const random = makeRandom(seed);
  const width = random.pick([3, 60, 120, 900]);
  const terms = Array.from({ length: 1 + random.int(12) }, () => drawDouble(random, -width, Math.min(width, 900)));
  for (const term of [...terms]) {
    if (random.chance(0.3)) terms.push(-term);
    if (random.chance(0.2)) terms.push(term * 2 ** -53, term * 2 ** -54);
  }
  if (random.chance(0.2)) terms.push(5e-324, -5e-324, 5e-324);
  return random.shuffle(terms);
}

describe("an exact sum", () => {
  test(`is the sum in whole numbers, rounded once, half to even (${LISTS} lists)`, () => {
    for (let seed = 0; seed < LISTS; seed++) {
      const terms = drawTerms(seed);
      const exact = terms.reduce((total, term) => total + unitsOf(term), 0n);
      expect(sum(terms).value(), `seed ${seed}`).toBe(doubleOf(exact) + 0);
    }
  });

  test("depends neither on order nor on how the terms are split: its parts, added anywhere, are the same sum", () => {
    for (let seed = 0; seed < 300; seed++) {
      const terms = drawTerms(seed);
      const random = makeRandom(seed + 1e6);
      const cut = random.int(terms.length + 1);
      const parts = [sum(terms.slice(0, cut)), sum(terms.slice(cut))].flatMap((half) => [...half.parts()]);
      const value = sum(terms).value();
      expect(sum(random.shuffle(terms)).value()).toBe(value);
      expect(sum(random.shuffle(parts)).value()).toBe(value);
    }
  });

  test("its parts do not overlap, are not zero, ascend, and are few however many terms there were", () => {
    const all = sum([]);
    const random = makeRandom(5);
    for (let i = 0; i < 5000; i++) {
      all.add(drawDouble(random, -60, 60));
      const parts = all.parts();
      expect(parts.length).toBeLessThan(60);
      for (const [k, part] of parts.entries()) {
        expect(part).not.toBe(0);
        const next = parts[k + 1];
        if (next !== undefined) expect(size(unitsOf(part)) < lowestBit(unitsOf(next))).toBe(true);
      }
    }
  });

  test.each([
    { terms: [], value: 0 },
    { terms: [0, -0], value: 0 },
    { terms: [1e100, 1, -1e100], value: 1 },
    { terms: [1, -1], value: 0 },
    { terms: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], value: 1 },
    { terms: [2 ** 53, -0.5, -(2 ** -54)], value: 2 ** 53 - 1 },
    { terms: [2 ** 53, 1, 2 ** -100], value: 2 ** 53 + 2 },
    { terms: [2 ** 53, 1], value: 2 ** 53 },
    { terms: [2 ** 53 + 10, 1, 2 ** -100], value: 2 ** 53 + 12 },
    { terms: [2 ** 53 - 4, 0.5, 2 ** -54], value: 2 ** 53 - 3 },
    { terms: [-(2 ** 53), -1, -(2 ** -100)], value: -(2 ** 53) - 2 },
    { terms: [2 ** 53, 1, -(2 ** -100)], value: 2 ** 53 },
  ])("$terms sums to $value", ({ terms, value }) => {
    expect(sum(terms).value()).toBe(value);
  });
});
