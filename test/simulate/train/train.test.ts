import { describe, expect, test } from "vitest";
import { DEFAULT_OPTIONS } from "../../../src/model/options.js";
import { simulateOptions } from "../../../src/simulate/options.js";
import { makePrompt } from "../../../src/simulate/prompt.js";
import { coefficients } from "../../../src/simulate/train/objective.js";
import { TRAIN_DEFAULTS, type TrainOptions } from "../../../src/simulate/train/options.js";
import { trainRepeats } from "../../../src/simulate/train/repeats.js";
import { SoftmaxTable } from "../../../src/simulate/train/softmax-table.js";
import { train } from "../../../src/simulate/train.js";
import type { Action } from "../../../src/simulate/values.js";
import { seedMean } from "../../../src/stats/seed-mean.js";

const options = (given: Partial<TrainOptions> = {}): TrainOptions => ({
  simulate: simulateOptions({ prompts: 3, steps: 5 }),
  rule: "grpo",
  objective: "grpo",
  method: DEFAULT_OPTIONS,
  ...TRAIN_DEFAULTS,
  ...given,
});

describe("softmax table", () => {
  const { policy } = makePrompt(0, simulateOptions());
  const actions: readonly Action[] = [null, [0], [2, 1]];

  test("starts as the policy that it is given", () => {
    const table = new SoftmaxTable(policy);
    for (const [set, row] of policy.chances.entries())
      for (const [k, chance] of row.entries()) expect(table.policy.chances[set]?.[k]).toBeCloseTo(chance, 12);
  });

  test.each(actions.map((action) => [action]))(
    "gradient of the log chance of %j is that of small differences",
    (action) => {
      const table = new SoftmaxTable(policy);
      const gradient = table.zeros();
      table.addGradient(gradient, 1, action, 1);
      const step = 1e-6;
      for (const k of gradient[1]?.keys() ?? []) {
        const along = table.zeros();
        along[1]?.set([1], k);
        table.move(along, step);
        const up = table.logChance(1, action);
        table.move(along, -2 * step);
        const down = table.logChance(1, action);
        table.move(along, step);
        expect(gradient[1]?.[k]).toBeCloseTo((up - down) / (2 * step), 6);
      }
      expect(gradient[0]?.every((value) => value === 0)).toBe(true);
    },
  );

  test("entropy of two equal chances is log 2", () => {
    expect(new SoftmaxTable({ chances: [Float64Array.from([0.5, 0.5])] }).entropy(0)).toBeCloseTo(Math.LN2, 12);
  });
});

describe("objectives", () => {
  test("on policy all three push alike", () => {
    const on = (name: "grpo" | "gspo" | "sapo") => [
      ...coefficients(name, new Float64Array(2), Float64Array.from([1, -3])),
    ];
    expect(on("grpo")).toEqual([0.5, -1.5]);
    expect(on("gspo")).toEqual([0.5, -1.5]);
    expect(on("sapo")).toEqual([0.5, -1.5]);
  });

  test("grpo stops at its clip range, on the side that it pushes to", () => {
    const ratios = Float64Array.from([0.3, 0.3, -0.3, -0.3]);
    const [a = 0, b = 0, c = 0, d = 0] = coefficients("grpo", ratios, Float64Array.from([1, -1, 1, -1]));
    expect(a).toBe(0);
    expect(b).toBeCloseTo(-Math.exp(0.3) / 4, 12);
    expect(c).toBeCloseTo(Math.exp(-0.3) / 4, 12);
    expect(Math.abs(d)).toBe(0);
  });

  test("gspo looks at the whole rollout, sapo fades", () => {
    const far = Float64Array.from([0.2, 0]);
    expect([...coefficients("gspo", far, Float64Array.from([1, 1]))]).toEqual([0, 0]);
    const [near = 0, faded = 0] = coefficients("sapo", Float64Array.from([0, 2]), Float64Array.from([1, 1]));
    expect(faded / Math.exp(2)).toBeLessThan(near);
  });
});

describe("closed loop", () => {
  test("the same options give the same numbers; the seed changes them", () => {
    const once = [...train(options())];
    expect([...train(options())]).toEqual(once);
    const other = [...train(options({ simulate: simulateOptions({ prompts: 3, steps: 5, seed: 1 }) }))];
    expect(other).not.toEqual(once);
  });

  test("learning helps, without learning nothing changes", () => {
    const simulate = simulateOptions({ prompts: 4, steps: 60 });
    const points = [...train(options({ simulate }))];
    expect(points).toHaveLength(61);
    expect(points.at(-1)?.success).toBeGreaterThan((points[0]?.success ?? 1) + 0.1);
    const still = [...train(options({ simulate, learningRate: 0 }))];
    expect(still.at(-1)?.success).toBeCloseTo(still[0]?.success ?? 0, 12);
  });

  test("the first point is the reference policy, whatever the rule", () => {
    const prompts = [0, 1, 2].map((number) => makePrompt(number, options().simulate));
    const expected = prompts.reduce((sum, { values }) => sum + values.value(0, 8), 0) / 3;
    for (const rule of ["grpo", "tapo", "gigpo", "opo"] as const) {
      expect([...train(options({ rule }))][0]?.success).toBeCloseTo(expected, 9);
    }
  });

  test("tapo without strength is grpo", () => {
    const weak = [...train(options({ rule: "tapo", method: { ...DEFAULT_OPTIONS, beta: 0 } }))];
    expect(weak).toEqual([...train(options())]);
  });

  test("a rule that needs what the simulator lacks is refused", () => {
    expect(() => [...train(options({ rule: "gdpo" }))]).toThrow(/reward_components/);
    expect(() => [...train(options({ rule: "iapo" }))]).toThrow(/not computable from a log/);
  });

  test("repeats use seeds in a row; one has no interval", () => {
    const two = trainRepeats(options(), 2);
    const [a, b] = [0, 1].map((seed) => [
      ...train(options({ simulate: simulateOptions({ prompts: 3, steps: 5, seed }) })),
    ]);
    expect(two.points.at(-1)?.success.mean).toBeCloseTo(
      ((a?.at(-1)?.success ?? 0) + (b?.at(-1)?.success ?? 0)) / 2,
      12,
    );
    expect(trainRepeats(options(), 1).points[0]?.success.ci95).toBeNull();
  });
});

test("interval over seeds: mean +- t std / sqrt n", () => {
  const { mean, ci95 } = seedMean([1, 2, 3]);
  expect(mean).toBe(2);
  expect(ci95?.[1]).toBeCloseTo(2 + 4.3027 / Math.sqrt(3), 9);
});
