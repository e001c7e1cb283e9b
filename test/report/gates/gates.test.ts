import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/model/json.js";
import { compareBaseline } from "../../../src/report/gates/compare-baseline.js";
import { evaluateGate } from "../../../src/report/gates/evaluate-gate.js";
import { figureTree } from "../../../src/report/gates/figure-tree.js";
import { parseGate } from "../../../src/report/gates/gate-expression.js";
import { toBaseline } from "../../../src/report/gates/to-baseline.js";
import { SAMPLE_ABLATION } from "../sample-ablation.js";
import { EMPTY_AUDIT, SAMPLE_AUDIT } from "../sample-audit.js";

const gate = (text: string, result: unknown = SAMPLE_ABLATION) => evaluateGate(parseGate(text), figureTree(result));
const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "nothing was thrown";
};
const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as JsonObject;

describe("a gate's expression", () => {
  test.each([
    ["tapo.correctedActions >= 0.3", "tapo.correctedActions", ">=", 0.3],
    ["  a.b<-1e-3 ", "a.b", "<", -1e-3],
    ["beta=0.2.recoveredAdvantage!=.5", "beta=0.2.recoveredAdvantage", "!=", 0.5],
    ["a == 1.", "a", "==", 1],
  ])("%s", (text, path, comparison, bound) => {
    expect(parseGate(text)).toMatchObject({ path, comparison, bound });
  });

  test.each([
    ["tapo.x", "expected a comparison: >=, <=, ==, !=, >, <", 6],
    ["tapo.x = 3", "equal is ==", 7],
    [">= 3", "the name of a figure", 0],
    ["a >= b", "expected a number after >=", 5],
    ["a >= ", "expected a number after >=", 5],
    ["a >= 0.3.1", "expected a number after >=", 5],
    ["a >= 1 and b < 2", "one --assert holds one comparison", 7],
  ])("%s is wrong at the caret", (text, said, at) => {
    const [problem, shown, caret] = messageOf(() => parseGate(text)).split("\n");
    expect(problem).toContain(said);
    expect(shown).toBe(`  ${text}`);
    expect(caret).toBe(`  ${" ".repeat(at)}^`);
  });
});

describe("the figures of a result", () => {
  test.each([
    ["tapo.correctedActions >= 0.2", 312 / 1256],
    ["tapo.correctedActions.numerator >= 0.2", 312],
    ["beta=0.2.recoveredAdvantage > 0", 210.125 / 1003.5],
    ["tapo.objectives.grpo.after.failingToolTurns < 99", 31.5],
    ["tapo.truth.signAgreement > 0.5", 0.75],
    ["tapo.truth.ci95.signAgreement.low > 0.5", 0.7],
    ["funnel.mixedGroups > 1", 97],
  ])("ablate: %s", (text, value) => {
    expect(gate(text)).toMatchObject({ value, passed: true });
  });

  test.each([
    ["correctableTrajectories > 0.5", 213 / 407],
    ["statistics.correctableTrajectories.ci95.low > 0.4", 0.481],
    ["checks.chanceMatches < 0.1", 0.0625],
    ["checks.determinism.search.matchedEqual > 0.5", 0.71],
    ["byTool.search.correctableActions <= 0.5", 0.5],
    ["thetaSweep.0.5.correctableActions > 0", 540 / 1256],
    ['byBatch."late".recoveredAdvantage > 0', 210.125 / 1003.5],
    ["funnel.mixedGroups == 97", 97],
  ])("audit: %s", (text, value) => {
    expect(gate(text, SAMPLE_AUDIT)).toMatchObject({ value, passed: true });
  });

  test("a failure names figure, expected, found and difference", () => {
    expect(gate("tapo.correctedActions >= 0.3")).toEqual({
      expression: "tapo.correctedActions >= 0.3",
      value: 312 / 1256,
      passed: false,
      message:
        "tapo.correctedActions: expected >= 0.3, found 0.248407643312 (312 / 1,256), difference -0.0515923566879",
    });
  });

  test("an undefined figure fails whatever is asked", () => {
    expect(gate("correctableActions >= 0", EMPTY_AUDIT)).toMatchObject({ value: null, passed: false });
    expect(gate("correctableActions != 1", EMPTY_AUDIT).message).toContain("found no value (no failing rollouts)");
    expect(gate("tapo.truth.pearson <= 1").passed).toBe(false);
  });

  test.each([
    ["tapo.correctedActons >= 1", "tapo has no such figure. Did you mean correctedActions?", 5],
    ["tapi.correctedActions >= 1", "Did you mean tapo?", 0],
    ["beta=0.3.correctedActions >= 1", "Did you mean beta=0.2?", 0],
    ["tapo >= 1", "tapo is no figure but holds some: correctedTrajectories", 4],
    ["tapo.signFlips.x >= 1", "tapo.signFlips is a single number", 15],
    ["tapo. >= 1", "expected a name after the dot", 5],
    ["constructor >= 1", "no figure or variant begins with this name", 0],
  ])("%s names nothing", (text, said, at) => {
    const [problem, , caret] = messageOf(() => gate(text)).split("\n");
    expect(problem).toContain(said);
    expect(caret).toBe(`  ${" ".repeat(at)}^`);
  });
});

describe("a baseline", () => {
  const baseline = json(SAMPLE_ABLATION);
  const [first, ...others] = SAMPLE_ABLATION.variants;
  const changed = (members: object) => json({ ...SAMPLE_ABLATION, variants: [{ ...first, ...members }, ...others] });
  const failures = (now: JsonObject, tolerances: Parameters<typeof compareBaseline>[2] = []) =>
    compareBaseline(now, baseline, tolerances).flatMap(({ passed, message }) => (passed ? [] : [message]));

  test("the same result passes, one gate a variant; so does its own --write-baseline form", () => {
    const gates = compareBaseline(baseline, baseline, []);
    expect(gates.map(({ passed }) => passed)).toEqual([true, true]);
    expect(gates[0]?.expression).toBe("baseline tapo");
    const written = JSON.parse(toBaseline(SAMPLE_ABLATION)) as JsonObject;
    expect(compareBaseline(baseline, written, []).every(({ passed }) => passed)).toBe(true);
  });

  test("a figure moves: figure, expected, found, difference", () => {
    const now = changed({ correctedActions: { numerator: 320, denominator: 1256, value: 320 / 1256 } });
    expect(failures(now)).toEqual([
      "tapo.correctedActions: expected 0.248407643312 (312 / 1,256), found 0.254777070064 (320 / 1,256), difference +0.006369426752, tolerance 0",
    ]);
    expect(failures(now, [{ figure: "tapo.correctedActions", tolerance: 0.007 }])).toEqual([]);
    expect(failures(now, [{ figure: "correctedActions", tolerance: 0.007 }])).toEqual([]);
    expect(failures(now, [{ figure: "*", tolerance: 0.007 }])).toEqual([]);
    const exact = [
      { figure: "*", tolerance: 1 },
      { figure: "tapo.correctedActions", tolerance: 0 },
    ];
    expect(failures(now, exact)).toHaveLength(1);
  });

  test("up to 12 digits nothing moves", () => {
    expect(failures(changed({ meanCorrection: (first?.meanCorrection ?? 0) + 1e-15 }))).toEqual([]);
    expect(failures(changed({ meanCorrection: (first?.meanCorrection ?? 0) + 1e-10 }))).toHaveLength(1);
  });

  test("a variant that is gone, other conventions, other options, a value that became undefined", () => {
    expect(failures(json({ ...SAMPLE_ABLATION, variants: others }))[0]).toContain("found no variant of this name");
    const conventions = { ...SAMPLE_ABLATION.conventions, theta: 0.6 };
    expect(failures(json({ ...SAMPLE_ABLATION, conventions }))[0]).toContain(
      "conventions.theta: expected 0.5, found 0.6",
    );
    expect(failures(changed({ options: { beta: 1 } }))[0]).toContain("options of tapo: expected {}");
    expect(failures(changed({ meanAdvantage: null }))[0]).toContain("found no value");
  });

  test("a new variant is no failure", () => {
    const more = { ...first, name: "new" };
    expect(failures(json({ ...SAMPLE_ABLATION, variants: [...SAMPLE_ABLATION.variants, more] }))).toEqual([]);
  });

  test("what cannot be compared is bad usage", () => {
    expect(() => compareBaseline(baseline, json(SAMPLE_AUDIT), [])).toThrow(
      "expected a result with schema tapo.ablation/1",
    );
    expect(() => compareBaseline(baseline, baseline, [{ figure: "correctedAction", tolerance: 1 }])).toThrow(
      "Did you mean correctedActions?",
    );
  });

  test("written form: sorted keys, 12 digits, no paths, no warnings", () => {
    const text = toBaseline(SAMPLE_AUDIT);
    expect(text).not.toContain("logs/1.jsonl");
    expect(text).toContain("0.523341523342");
    expect(Object.keys(JSON.parse(text) as object)).toEqual(
      "byBatch byTool checks conventions funnel grouping inputs rejections schema statistics thetaSweep version".split(
        " ",
      ),
    );
  });

  test("audits compare too", () => {
    const now = json({ ...SAMPLE_AUDIT, byTool: SAMPLE_AUDIT.byTool.slice(1) });
    const gates = compareBaseline(now, json(SAMPLE_AUDIT), []);
    expect(gates.filter(({ passed }) => passed)).toHaveLength(4);
    expect(gates.find(({ passed }) => !passed)?.message).toContain(
      "byTool.open_page.toolCalls: expected 240, found no such figure",
    );
  });
});
