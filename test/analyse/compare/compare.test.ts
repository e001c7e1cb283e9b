import { beforeAll, describe, expect, test } from "vitest";
import { sign } from "../../../src/analyse/compare/grouped.js";
import type { CompareResult } from "../../../src/model/compare.js";
import { RULE_NAMES } from "../../../src/model/names.js";
import { compareRecords, correctRecords } from "../../../src/pipeline/records.js";
import { simulateLog } from "../../../src/simulate/simulate.js";
import { ranks } from "../../../src/stats/ranks.js";

const records = [...simulateLog({ prompts: 24, seed: 3 })].map((value, row) => ({ path: "log", row, value }));
const OPTIONS = { replicates: 50 };
let result: CompareResult;

beforeAll(() => {
  result = compareRecords(records, OPTIONS);
});

const ruleOf = (name: string) => {
  const rule = result.rules.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule;
};

describe("compare", () => {
  test("lists every rule, computed or with what it needs", () => {
    expect(result.rules.map(({ name }) => name)).toEqual(RULE_NAMES);
    const missing = result.rules.filter((rule) => rule.missing !== null).map(({ name }) => name);
    expect(missing).toEqual(["gdpo", "toolpo", "codev", "infopo", "iapo"]);
    for (const rule of result.rules) expect((rule.missing === null) === (rule.differentTurns !== null)).toBe(true);
  });

  test("one entry of agreement for each pair, and no rule with itself", () => {
    const computed = result.rules.filter(({ missing }) => missing === null).length;
    expect(result.agreement).toHaveLength((computed * (computed - 1)) / 2);
    for (const { rankCorrelation, signAgreement } of result.agreement) {
      for (const { value, ci95 } of [rankCorrelation, signAgreement]) {
        expect(value).toBeGreaterThanOrEqual(-1);
        expect(value).toBeLessThanOrEqual(1);
        if (ci95 !== null) expect(ci95[0]).toBeLessThanOrEqual(ci95[1]);
      }
    }
  });

  test("tapo's turns and truth are those that correct writes and the log tells", () => {
    const ours: number[] = [];
    const truth: number[] = [];
    let different = 0;
    let turns = 0;
    let [harmful, forgiven] = [0, 0];
    const members = correctRecords(records, OPTIONS);
    const groups = new Map<string, number[]>();
    for (const [i, { group }] of members.entries())
      groups.set(String(group), [...(groups.get(String(group)) ?? []), i]);
    for (const rows of groups.values()) {
      const rewards = new Set(rows.map((i) => members[i]?.reward));
      for (const i of rows) {
        const member = members[i] as { success: boolean; turns: { base: number; advantage: number }[] };
        const known = records[i]?.value.true_advantages as number[];
        for (const [t, turn] of member.turns.entries()) {
          turns++;
          if (Math.abs(turn.advantage - turn.base) > 1e-12) different++;
          if (rows.length < 2 || rewards.size === 1) continue;
          ours.push(turn.advantage);
          truth.push(known[t] ?? Number.NaN);
          if (member.success || sign(known[t] ?? 0) >= 0) continue;
          harmful++;
          if (turn.advantage >= 0) forgiven++;
        }
      }
    }
    const tapo = ruleOf("tapo");
    expect(tapo.differentTurns).toMatchObject({ numerator: different, denominator: turns });
    expect(tapo.truth?.turns).toBe(ours.length);
    expect(tapo.truth?.signAgreement.value).toBeCloseTo(
      ours.filter((x, i) => Math.sign(x) === sign(truth[i] ?? 0)).length / ours.length,
      12,
    );
    expect(tapo.truth?.pearson.value).toBeCloseTo(slowPearson(ours, truth), 9);
    expect(tapo.truth?.spearman.value).toBeCloseTo(slowPearson(slowRanks(ours), slowRanks(truth)), 9);
    expect(tapo.truth?.scaledMse.value).toBeCloseTo(slowScaledError(ours, truth), 9);
    expect(tapo.truth?.harmfulForgiven).toMatchObject({ numerator: forgiven, denominator: harmful });
  });

  test("without a failure's forgiveness by grpo; dapo is grpo on mixed groups", () => {
    expect(ruleOf("grpo").truth?.harmfulForgiven.value).toBe(0);
    expect(ruleOf("grpo").differentTurns?.numerator).toBe(0);
    const pair = result.agreement.find(({ a, b }) => a === "grpo" && b === "dapo");
    expect(pair?.rankCorrelation.value).toBeCloseTo(1, 9);
    expect(pair?.signAgreement.value).toBe(1);
  });

  test("the order of the groups in the log changes nothing but rounding", () => {
    const turned = [...records].reverse().map((record, row) => ({ ...record, row }));
    const other = compareRecords(turned, OPTIONS);
    for (const [i, rule] of result.rules.entries()) {
      const same = other.rules[i];
      expect(same?.differentTurns).toEqual(rule.differentTurns);
      if (rule.truth === null) continue;
      expect(same?.truth?.pearson.value).toBeCloseTo(rule.truth.pearson.value ?? 0, 9);
      expect(same?.truth?.pearson.ci95?.[0]).toBeCloseTo(rule.truth.pearson.ci95?.[0] ?? 0, 9);
    }
  });

  test("a log without true advantages has no truth", () => {
    const blind = records.map(({ value: { true_advantages: _, ...value }, ...place }) => ({ ...place, value }));
    const other = compareRecords(blind, OPTIONS, ["grpo", "tapo"]);
    expect(other.truthMeanSquare).toBeNull();
    expect(other.rules.map(({ truth }) => truth)).toEqual([null, null]);
    expect(other.agreement).toEqual(result.agreement.filter(({ a, b }) => a === "grpo" && b === "tapo"));
  });

  test("a log without unequal rewards has reasons, not numbers", () => {
    const wins = records.filter(({ value }) => value.reward === 1);
    const other = compareRecords(wins, OPTIONS, ["grpo", "tapo"]);
    expect(other.comparedTurns).toBe(0);
    expect(other.agreement).toMatchObject([{ rankCorrelation: { value: null }, signAgreement: { value: null } }]);
    expect(other.agreement[0]?.rankCorrelation.reason).toBeTruthy();
  });
});

test("scores and components of the log reach the rules that need them", () => {
  const scored = records.map(({ value, ...place }) => ({
    ...place,
    value: {
      ...value,
      reward_components: { accuracy: value.reward as number, length: (value.messages as unknown[]).length },
      turn_scores: (value.true_advantages as number[]).map(() => 0.5),
      call_scores: (value.messages as { role: string; tool_calls?: unknown[] }[])
        .filter(({ role }) => role === "assistant")
        .map(({ tool_calls: calls = [] }) => calls.map(() => 1)),
    },
  }));
  const other = compareRecords(scored, OPTIONS);
  expect(other.rules.filter(({ missing }) => missing !== null).map(({ name }) => name)).toEqual(["iapo"]);
});

test("ranks: ties share the mean of theirs", () => {
  expect([...ranks(Float64Array.from([3, 1, 3, -2, 3]))]).toEqual([4, 2, 4, 1, 4]);
  expect([...ranks(new Float64Array())]).toEqual([]);
});

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function slowPearson(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const sum = (f: (dx: number, dy: number) => number) =>
    x.reduce((total, value, i) => total + f(value - mx, (y[i] ?? 0) - my), 0);
  return sum((a, b) => a * b) / Math.sqrt(sum((a) => a * a) * sum((_, b) => b * b));
}

function slowRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

/** By search over the scale, not by the formula. */
function slowScaledError(x: readonly number[], truth: readonly number[]): number {
  const error = (c: number) => mean(x.map((value, i) => (c * value - (truth[i] ?? 0)) ** 2));
  let [low, high] = [0, 1];
  for (let i = 0; i < 200; i++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (error(a) < error(b)) high = b;
    else low = a;
  }
  return error(low);
}
