import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  ablateRecords,
  auditLog,
  auditRecords,
  compareRecords,
  correctRecords,
  DEFAULT_OPTIONS,
  type MethodOptions,
} from "../../src/index.js";
import { RejectedError } from "../../src/model/errors.js";
import type { LogRecord } from "../../src/pipeline/records.js";
import { temporaryFolder } from "../cli/tapo.js";
import type { JsonObject } from "../reference/types.js";
import { group, log, record } from "./records.js";

const advantages = (records: readonly LogRecord[], options: Partial<MethodOptions> = {}) =>
  correctRecords(records, { successThreshold: Number.MAX_VALUE, ...options }).map(({ advantage }) => Number(advantage));

/** Audits JSONL text as it stands. */
async function auditText(text: string, lenient = false) {
  const path = join(temporaryFolder(), "log.jsonl");
  writeFileSync(path, text);
  const log = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map<string, string>(), lenient };
  return auditLog([path], { method: DEFAULT_OPTIONS, log, threads: 1 });
}

const line = (reward: string) =>
  `{"group":"g","reward":${reward},"messages":[{"role":"user","content":"?"},{"role":"assistant","content":"!"}]}\n`;

describe("numerical traps of the field", () => {
  test("rewards 1000.1 to 1000.4 keep their spread: no float32 cancellation", () => {
    const expected = [-1.5, -0.5, 0.5, 1.5].map((d) => (d * 0.1) / (Math.sqrt(5 / 3) * 0.1 + 1e-6));
    const found = advantages(group([1000.1, 1000.2, 1000.3, 1000.4]));
    for (const [i, a] of found.entries()) expect(Math.abs(a - (expected[i] ?? 0))).toBeLessThan(1e-9);
  });

  test("0.35 seven times and 1: the equal ones are equal to the bit, and the sum is 0", () => {
    const found = advantages(group([0.35, 0.35, 0.35, 0.35, 0.35, 0.35, 0.35, 1]), { eps: 0 });
    expect(new Set(found.slice(0, 7)).size).toBe(1);
    expect(found[0]).toBeCloseTo(-1 / Math.sqrt(8), 13);
    expect(found[7]).toBeCloseTo(7 / Math.sqrt(8), 13);
  });

  test.each(["grpo", "dr-grpo", "rloo"] as const)(
    "%s of eight times 0.35 or 0.1 is 0, not what rounding leaves",
    (estimator) => {
      for (const reward of [0.35, 0.1, 1 / 3, 1e300, 5e-324]) {
        expect(advantages(group(Array(8).fill(reward)), { estimator, eps: 0 })).toEqual(Array(8).fill(0));
      }
    },
  );

  test.each([1e300, -1e300, 1e-300, 5e-324])("rewards 0 and %d: finite, of opposite signs", (reward) => {
    for (const estimator of ["grpo", "dr-grpo", "rloo"] as const) {
      const [a = Number.NaN, b = Number.NaN] = advantages(group([0, reward]), { estimator, eps: 0 });
      expect(Number.isFinite(a) && Number.isFinite(b)).toBe(true);
      expect(Math.sign(b)).toBe(Math.sign(reward));
      if (reward !== 5e-324 || estimator === "rloo") expect(Math.sign(a)).toBe(-Math.sign(reward));
    }
    const [low = Number.NaN, high = Number.NaN] = advantages(group([0, reward]), { eps: 0 });
    expect([low * Math.sign(reward), high * Math.sign(reward)]).toEqual(
      [-Math.SQRT1_2, Math.SQRT1_2].map((x) => expect.closeTo(x, 13)),
    );
  });

  test("rewards at the bound, with both signs, give finite advantages and sums", () => {
    for (const estimator of ["grpo", "dr-grpo", "rloo"] as const) {
      const records = group([1e300, 1e300, -1e300]);
      for (const a of advantages(records, { estimator })) expect(Number.isFinite(a)).toBe(true);
      expect(Number.isFinite(auditRecords(records, { estimator }).statistics.recoveredAdvantage.denominator)).toBe(
        true,
      );
    }
  });

  test("-0 is 0: no group of its own, no negative zero in the result", () => {
    expect(auditRecords(group([-0, 0])).funnel.groupsWithEqualRewards).toBe(1);
    const found = correctRecords(group([-0, 0, 1])).map(({ advantage, turns }) => [advantage, turns]);
    const text = JSON.stringify(found, (_, value) => (Object.is(value, -0) ? "minus zero" : value));
    expect(text).not.toContain("minus zero");
    expect(advantages(group([-0, 1]))).toEqual(advantages(group([0, 1])));
  });

  test("a group of two: plus and minus one half of the square root of two", () => {
    const [low, high] = advantages(group([0, 1]), { eps: 0 });
    expect([low, high]).toEqual([-0.5 / Math.SQRT1_2, 0.5 / Math.SQRT1_2]);
    expect(advantages(group([0, 1]), { estimator: "rloo" })).toEqual([-1, 1]);
    expect(advantages(group([0, 1]), { ddof: 0, eps: 0 })).toEqual([-1, 1]);
  });

  test('ids "0042", "42" and 42 are three groups; 42 and 42.0 are one', async () => {
    const ids = ["0042", "42", 42, 42.0, 9007199254740993n, 9007199254740992n];
    const { funnel } = auditRecords(log(ids.map((id) => record(1, ["car"], { group: id }))));
    expect(funnel.groups).toBe(5);
    const text = ['"0042"', '"42"', "42", "42.0", "4.2e1", "9007199254740993", "9007199254740992"]
      .map((id) => line("1").replace('"g"', id))
      .join("");
    expect((await auditText(text)).funnel.groups).toBe(5);
  });

  test("a seed changes the intervals, the same seed does not", () => {
    const values = Array.from({ length: 30 }, (_, g) =>
      [0, 0, 1].map((reward, j) => record(reward, [g % 3 === j ? "red car" : "blue bus"], { group: `q${g}` })),
    ).flat();
    const interval = (seed: number) => auditRecords(log(values), { seed }).statistics.correctableActions.ci95;
    expect(interval(0)).not.toBeNull();
    expect(interval(7)).toEqual(interval(7));
    expect(interval(7)).not.toEqual(interval(0));
    expect(interval(4294967295)).not.toEqual(interval(0));
  });

  test.each(["NaN", "Infinity", "-Infinity", "1e999", `1${"0".repeat(400)}`, "1.7e308", "null", '"1"', "true", "[1]"])(
    "reward %s is rejected with a reason, never read as 0",
    async (reward) => {
      await expect(auditText(line(reward) + line("1"))).rejects.toThrow();
      const { funnel, rejections } = await auditText(line(reward) + line("1") + line("0"), true);
      expect(funnel).toMatchObject({ rows: 3, rejected: 1, rollouts: 2, failing: 1 });
      expect(rejections[0]?.reason).toMatch(/reward/);
    },
  );

  test("a missing reward is rejected with a reason, never read as 0", async () => {
    const missing = line("1").replace('"reward":1,', "");
    await expect(auditText(missing + line("1"))).rejects.toThrow();
    const { funnel, rejections } = await auditText(missing + line("1"), true);
    expect(funnel).toMatchObject({ rejected: 1, failing: 0 });
    expect(rejections[0]?.reason).toMatch(/reward/);
  });

  test("rewards of 1e300 have the deviation, the correlation and the ranks that rewards of 1 have", () => {
    const truth = { true_advantages: [1, 0] };
    const records = (unit: number) => log([unit, -unit, 0].map((reward) => record(reward, ["red car"], truth)));
    const method = { estimator: "dr-grpo", successThreshold: 1e-300 } as const;
    const [one, large] = [1, 2 ** 996].map((unit) => ablateRecords(records(unit), method));
    for (const [v, variant] of (one?.variants ?? []).entries()) {
      const other = large?.variants[v];
      expect(other?.stdAdvantage).toBe((variant.stdAdvantage ?? Number.NaN) * 2 ** 996);
      expect(other?.recoveredAdvantage.value).toBe(variant.recoveredAdvantage.value);
      expect(other?.truth?.pearson).toBe(variant.truth?.pearson);
      expect(other?.truth).toMatchObject({
        mse: null,
        reason: expect.stringContaining("beyond the range of a double"),
      });
    }
    expect(large?.warnings.map(({ code }) => code)).toContain("beyond-doubles");
    expect(one?.warnings.map(({ code }) => code)).not.toContain("beyond-doubles");
    const [ofOne, ofLarge] = [1, 2 ** 996].map((unit) => compareRecords(records(unit), method).rules);
    for (const [r, rule] of (ofOne ?? []).entries()) {
      for (const figure of ["pearson", "scaledMse", "spearman"] as const) {
        const [expected, found] = [rule.truth?.[figure].value, ofLarge?.[r]?.truth?.[figure].value];
        expect(found ?? null, `${rule.name} ${figure}`).toEqual(expected == null ? null : expect.closeTo(expected, 9));
      }
    }
  });

  test("log-ratios beyond the doubles: sums of ratios are null with a reason and a warning, those of clipped tokens numbers", () => {
    const tokens = { response_mask: [1, 0, 1], logprobs: [-0.1, 0, 1e300], old_logprobs: [-0.1, 0, -1e300] };
    const result = ablateRecords(log([1, 0].map((reward) => record(reward, ["red car"], tokens))));
    const { grpo, gspo, sapo } = result.variants.find(({ name }) => name === "base")?.objectives ?? {};
    const reason = "beyond the range of a double";
    expect(grpo?.before).toMatchObject({
      failingTurns: null,
      successes: expect.closeTo(0.35, 2),
      clippedShare: 0.25,
      reason,
    });
    expect(gspo?.before).toMatchObject({ failingTurns: null, successes: 0, clippedShare: 0.5, reason });
    expect(sapo?.before).toMatchObject({ failingTurns: expect.closeTo(0.35, 2), successes: expect.closeTo(0.35, 2) });
    expect(result.warnings.map(({ code }) => code)).toContain("beyond-doubles");
  });

  test("true advantages beyond 1e150 and token numbers beyond 1e300 are refused by row", () => {
    const tokens = { response_mask: [1, 0, 1], logprobs: [0, 0, 1e308], old_logprobs: [0, 0, 0] };
    const reasonOf = (more: JsonObject) => {
      try {
        ablateRecords(log([record(1, ["red car"], more)]));
      } catch (error) {
        if (error instanceof RejectedError) return error.rejections[0];
      }
      return null;
    };
    expect(reasonOf({ true_advantages: [1e308, 0] })).toMatchObject({ expected: "a number up to 1e150" });
    expect(reasonOf(tokens)).toMatchObject({ field: "logprobs[2]", reason: "token array with a value beyond 1e300" });
    expect(() => auditRecords(log([record(1, ["red car"], tokens)]))).not.toThrow(); // an audit needs no log-probabilities
  });

  test("an undefined figure is null with a reason, never NaN or 0", () => {
    const { statistics } = auditRecords(group([1, 1]));
    for (const figure of Object.values(statistics)) {
      expect(figure).toMatchObject({ denominator: 0, value: null, ci95: null });
      expect(figure.reason).toBeTruthy();
    }
  });
});
