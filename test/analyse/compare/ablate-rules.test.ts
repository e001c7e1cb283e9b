import { expect, test } from "vitest";
import { ablateBatches } from "../../../src/analyse/ablate.js";
import { compareBatches } from "../../../src/analyse/compare.js";
import { DEFAULT_OPTIONS } from "../../../src/model/options.js";
import { simulatedBatches } from "../../study/batches.js";

const options = { ...DEFAULT_OPTIONS, replicates: 20 };
const batches = simulatedBatches({ prompts: 12, seed: 2 });

test("an ablation takes any rule, the gate and the support mode as variants", () => {
  const [tapo, named, gigpo, base, gate, mode] = ablateBatches(
    batches,
    [
      { name: "tapo", options: {} },
      { name: "named", options: { rule: "tapo" } },
      { name: "gigpo", options: { rule: "gigpo" } },
      { name: "grpo", options: { rule: "grpo" } },
      { name: "gate", options: { contrast: 0 } },
      { name: "mode", options: { support: "contrastive" } },
    ],
    options,
  );
  const { name: _a, options: _b, ...plain } = tapo ?? {};
  expect(named).toMatchObject(plain);
  expect(gigpo?.correctedActions.numerator).toBe(0);
  expect(gigpo?.truth?.pearson).not.toBe(tapo?.truth?.pearson);
  expect(base?.recoveredAdvantage.numerator).toBe(0);
  expect(gate?.correctedActions.numerator).toBeLessThan(tapo?.correctedActions.numerator ?? 0);
  expect(gate?.discrimination).toMatchObject({ negative: 0, zero: 0 });
  expect(mode?.recoveredAdvantage.numerator).toBeLessThan(tapo?.recoveredAdvantage.numerator ?? 0);
});

test("a rule changes as many failing tool turns' mean as compare says", () => {
  const [gigpo] = ablateBatches(batches, [{ name: "gigpo", options: { rule: "gigpo" } }], options);
  const { rules } = compareBatches(batches, ["gigpo"], options);
  const change = rules[0]?.differentTurns?.numerator ?? 0;
  expect(change).toBeGreaterThan(0);
  expect(gigpo?.meanCorrection).not.toBe(0);
});

test("a rule that the log cannot answer for is refused", () => {
  expect(() => ablateBatches(batches, [{ name: "x", options: { rule: "toolpo" } }], options)).toThrow(
    /rule toolpo needs call_scores/,
  );
});
