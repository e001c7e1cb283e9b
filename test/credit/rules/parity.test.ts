import { describe, expect, test } from "vitest";
import { RULES } from "../../../src/credit/rules/registry.js";
import type { Group } from "../../../src/model/compact.js";
import type { RuleName } from "../../../src/model/names.js";
import { Random } from "../../../src/stats/random.js";
import { advantages, group, OPTIONS, type RolloutSketch } from "./build.js";
import { slowGdpo, slowGigpo, slowHgpo, slowOpo } from "./slow.js";

const GROUPS = 300;

/** Singletons, ties, turns without calls, two calls in a turn, missing last observations: all that a log may hold. */
function draw(seed: number): Group {
  const random = new Random(seed);
  const rollouts = Array.from({ length: 1 + random.below(7) }, (): RolloutSketch => {
    const reward = random.pick([0, 1, 0, 1, 0.5, -1, 0.25]);
    const turns = Array.from({ length: 1 + random.below(6) }, () => ({
      length: 1 + random.below(4),
      calls: Array.from({ length: random.pick([0, 1, 1, 1, 2]) }, () => {
        return [random.pick(["a", "b"]), random.pick(["x", "y", "z"])] as const;
      }),
    }));
    const components = { accuracy: reward, format: random.pick([0, 1]), speed: random.uniform() };
    return { reward, turns, components };
  });
  return group(rollouts, `g${seed}`);
}

const groups = Array.from({ length: GROUPS }, (_, seed) => draw(seed));

function expectEqual(
  found: readonly (readonly number[])[],
  wanted: readonly (readonly number[])[],
  name: string,
): void {
  expect(found.map((row) => row.length)).toEqual(wanted.map((row) => row.length));
  for (const [j, row] of wanted.entries())
    for (const [t, value] of row.entries()) expect(found[j]?.[t], `${name}: ${j}, ${t}`).toBeCloseTo(value, 8);
}

describe("the fast rules agree with slow ones on generated groups", () => {
  test.each([
    ["opo", slowOpo],
    ["gigpo", slowGigpo],
    ["hgpo", slowHgpo],
  ] as const)("%s", (name, slow) => {
    for (const one of groups) expectEqual(advantages(RULES[name], one), slow(one), String(one.id));
  });

  test("gdpo, in batches of 1 to 9 groups", () => {
    for (let from = 0, size = 1; from < groups.length; from += size, size = 1 + (size % 9)) {
      const batch = groups.slice(from, from + size);
      if (batch.every(({ rollouts }) => rollouts.length < 2)) continue;
      const made = batch.map((one) => RULES.gdpo.advantages(one, OPTIONS));
      const whitened = RULES.gdpo.overBatch?.(batch, made) ?? [];
      for (const [g, wanted] of slowGdpo(batch).entries()) {
        expectEqual(whitened[g]?.map((row) => [...row]) ?? [], wanted, String(batch[g]?.id));
      }
    }
  });
});

describe("sums that should be 0", () => {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

  test.each<RuleName>(["grpo", "dr-grpo", "rloo", "dapo", "otc", "hdpo"])(
    "%s: over the rollouts of a group",
    (name) => {
      for (const one of groups) {
        const firsts = advantages(RULES[name], one).map((row) => row[0] ?? 0);
        if (one.rollouts.length > 1) expect(sum(firsts)).toBeCloseTo(0, 6);
      }
    },
  );

  test("opo: over the policy tokens of a group", () => {
    for (const one of groups) {
      const made = advantages(RULES.opo, one);
      const weighted = one.rollouts.flatMap(({ turns }, j) =>
        turns.map(({ tokens }, t) => (tokens === null ? 0 : tokens[1] - tokens[0]) * (made[j]?.[t] ?? 0)),
      );
      expect(sum(weighted)).toBeCloseTo(0, 8);
    }
  });

  test("gigpo: over the turns of a group", () => {
    for (const one of groups) expect(sum(advantages(RULES.gigpo, one).flat())).toBeCloseTo(0, 8);
  });

  test("salt: what merging moves within an edge adds up to nothing", () => {
    for (const one of groups) {
      const base = RULES.salt.base(one, OPTIONS).flatMap((row) => [...row]);
      expect(sum(advantages(RULES.salt, one).flat())).toBeCloseTo(sum(base), 8);
    }
  });

  test("gdpo: over the policy tokens of a batch", () => {
    const whitened =
      RULES.gdpo.overBatch?.(
        groups,
        groups.map((one) => RULES.gdpo.advantages(one, OPTIONS)),
      ) ?? [];
    let total = 0;
    for (const [g, one] of groups.entries())
      for (const [j, { turns }] of one.rollouts.entries())
        for (const [t, { tokens }] of turns.entries())
          total += (tokens === null ? 0 : tokens[1] - tokens[0]) * (whitened[g]?.[j]?.[t] ?? 0);
    expect(total).toBeCloseTo(0, 6);
  });

  test("equal rewards leave nothing to the rules that only look at rewards", () => {
    const equal = group([1, 1, 1].map((reward) => ({ reward, turns: [{}] })));
    for (const name of ["grpo", "dr-grpo", "rloo", "opo", "dapo"] as const)
      expect(advantages(RULES[name], equal).flat()).toEqual([0, 0, 0]);
  });
});
