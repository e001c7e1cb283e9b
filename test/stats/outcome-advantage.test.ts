import { describe, expect, test } from "vitest";
import { allEqual, outcomeAdvantages } from "../../src/stats/outcome-advantage.js";
import { makeRandom } from "../property/random.js";

const PLAIN = { ddof: 1, eps: 1e-6, singleton: "zero" } as const;
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("group-relative advantages", () => {
  test("are those of SPEC section 2, term by term", () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = makeRandom(seed);
      const rewards = [1, ...Array.from({ length: 1 + random.int(8) }, () => random.pick([0, 0.25, random.next()]))];
      const [ddof, eps] = [random.pick([0, 1] as const), random.pick([0, 1e-6, 1e-4])];
      const center = mean(rewards);
      const spread = Math.sqrt(rewards.reduce((sum, r) => sum + (r - center) ** 2, 0) / (rewards.length - ddof));
      const others = (j: number) => mean(rewards.filter((_, i) => i !== j));
      const options = { ...PLAIN, ddof, eps };
      const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));
      expect([...outcomeAdvantages(rewards, "grpo", options)]).toEqual(
        close(rewards.map((r) => (r - center) / (spread + eps))),
      );
      expect([...outcomeAdvantages(rewards, "dr-grpo", options)]).toEqual(close(rewards.map((r) => r - center)));
      expect([...outcomeAdvantages(rewards, "rloo", options)]).toEqual(close(rewards.map((r, j) => r - others(j))));
    }
  });

  test("of one rollout are 0, or verl's", () => {
    const raw = { ...PLAIN, singleton: "raw" } as const;
    for (const formula of ["grpo", "dr-grpo", "rloo"] as const) {
      expect([...outcomeAdvantages([3], formula, PLAIN)]).toEqual([0]);
      expect([...outcomeAdvantages([3], formula, raw)]).toEqual([formula === "grpo" ? 3 / (1 + 1e-6) : 3]);
    }
    expect([...outcomeAdvantages([], "grpo", raw)]).toEqual([]);
  });

  test.each(["grpo", "dr-grpo", "rloo"] as const)("%s of equal rewards is 0 to the bit", (formula) => {
    for (const reward of [0.1, 1 / 3, 1e300, 5e-324]) {
      for (const n of [2, 3, 7]) {
        expect([...outcomeAdvantages(Array(n).fill(reward), formula, { ...PLAIN, eps: 0 })]).toEqual(Array(n).fill(0));
      }
    }
  });

  test("rloo of a reward that is the mean of the others is 0", () => {
    expect(outcomeAdvantages([0.1, 0.3, 0.2], "rloo", PLAIN)[2]).toBe(0);
  });

  test("rewards are equal where there are two or more and no two differ", () => {
    expect([[], [1], [1, 1], [1, 1, 2], [2, 1, 1], [1, 2, 1], [0, -0]].map(allEqual)).toEqual([
      false,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
  });
});
