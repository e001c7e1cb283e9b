import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pearson } from "./ablate.js";
import { record } from "./build.js";
import { coefficient } from "./objectives.js";
import { ablateReference } from "./reference.js";

const LOG = [
  record(0, 1, [["look", { q: "a" }]], { true_advantages: [1, 0] }),
  record(1, 0, [["look", { q: "a" }]], { true_advantages: [0, -1] }),
  record(2, 0, [["look", { q: "b" }]], { true_advantages: [-1, 0] }),
];

function variant(name: string) {
  const found = ablateReference(LOG, { estimator: "dr-grpo" }).variants.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no variant ${name}`);
  return found;
}

describe("ablations of the reference", () => {
  // Advantages 2/3, -1/3, -1/3; "a" has support 1, so T = 0.8 * 2/3 > 1/3 and the turn is clamped to 0.
  it("counts what each variant changes", () => {
    expect(variant("tapo")).toMatchObject({ signFlips: 0, clampedToZero: 1, correctedActions: { value: 0.5 } });
    expect(variant("tapo").maxCorrection).toBeCloseTo(1 / 3, 12);
    expect(variant("tapo").meanCorrection).toBeCloseTo(1 / 6, 12);
    expect(variant("tapo").recoveredAdvantage.value).toBeCloseTo(0.5, 12);
    expect(variant("base")).toMatchObject({ maxCorrection: 0, clampedToZero: 0, correctedActions: { numerator: 0 } });
    expect(variant("no-clamp")).toMatchObject({ signFlips: 1, clampedToZero: 0 });
    expect(variant("no-clamp").maxCorrection).toBeCloseTo(1.6 / 3, 12);
    expect(variant("beta=0.2").maxCorrection).toBeCloseTo(0.4 / 3, 12);
    expect(variant("without-tool=look").correctedActions).toEqual({ numerator: 0, denominator: 2, value: 0 });
  });

  it("compares with the true credit", () => {
    // Ours: 2/3, 2/3 | 0, -1/3 | -1/3, -1/3 against 1, 0 | 0, -1 | -1, 0.
    expect(variant("tapo").truth?.signAgreement).toBeCloseTo(4 / 6, 12);
    expect(variant("tapo").truth?.mse).toBeCloseTo((1 + 4 + 0 + 4 + 4 + 1) / 54, 12);
    expect(pearson([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(pearson([1, 1], [2, 4])).toBeNull();
  });

  it("has the coefficients of section 8", () => {
    expect([coefficient("grpo", 1.3, 1), coefficient("grpo", 0.7, -1), coefficient("grpo", 0.7, 2)]).toEqual([
      null,
      null,
      1.4,
    ]);
    expect([coefficient("gspo", 1.0005, 1), coefficient("gspo", 1.0003, 1)]).toEqual([null, 1.0003]);
    expect([coefficient("sapo", 1, 2), coefficient("sapo", 1, -2)]).toEqual([2, -2]);
    expect(variant("tapo").objectives).toMatchObject({ grpo: { after: { clippedShare: 0 } } });
    // Every turn is a token: failing tool turns weigh 1/2 of a rollout each.
    expect(variant("tapo").objectives.grpo?.before.failingToolTurns).toBeCloseTo(1 / 3, 12);
    expect(variant("tapo").objectives.grpo?.after.failingToolTurns).toBeCloseTo(1 / 6, 12);
    expect(variant("tapo").objectives.grpo?.after.successes).toBeCloseTo(2 / 3, 12);
  });
});

describe("the reference", () => {
  it("shares no code with what it judges", () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts"));
    const imports = files.flatMap((name) => [
      ...readFileSync(`${import.meta.dirname}/${name}`, "utf8").matchAll(/^(?:import|export) .*from "(.+)";$/gm),
    ]);
    expect(imports.length).toBeGreaterThan(20);
    for (const [, from = ""] of imports) expect(from).toMatch(/^(\.\/[\w-]+\.js|node:\w+|vitest)$/);
  });
});
