import { describe, expect, test } from "vitest";
import { missingNeed, NEEDS } from "../../../src/credit/rules/needs.js";
import { RULES } from "../../../src/credit/rules/registry.js";
import { Matcher } from "../../../src/match/matcher.js";
import { RULE_NAMES } from "../../../src/model/names.js";
import { advantages, answer, group, OPTIONS, search } from "./build.js";

/** Compares to 9 decimals: eps 1e-6 is left out of the sums done by hand where it is below that. */
function expectNear(found: readonly (readonly number[])[], wanted: readonly (readonly number[])[], digits = 9): void {
  expect(found.map((row) => row.length)).toEqual(wanted.map((row) => row.length));
  for (const [j, row] of found.entries())
    for (const [t, value] of row.entries())
      expect(value, `rollout ${j}, turn ${t}`).toBeCloseTo(wanted[j]?.[t] ?? 0, digits);
}

/** One success in 2 turns and a failure in 3, which see the same at first: rewards 1, 0. */
const pair = group([
  { reward: 1, turns: [search("a", "x", 3), answer(2)] },
  { reward: 0, turns: [search("a", "x", 1), search("b", "y", 2), answer(2)] },
]);

/** Rewards 1, 0, 0, 0: mean 1/4, sample deviation 1/2. */
const four = group([1, 0, 0, 0].map((reward) => ({ reward, turns: [answer()] })));

describe("outcome rules", () => {
  test("grpo: (R - mean) / (std + eps)", () => {
    const scale = 0.5 + 1e-6;
    expectNear(advantages(RULES.grpo, four), [[0.75 / scale], [-0.25 / scale], [-0.25 / scale], [-0.25 / scale]], 12);
  });

  test("dr-grpo: R - mean; rloo: R - mean of the others", () => {
    expectNear(advantages(RULES["dr-grpo"], four), [[0.75], [-0.25], [-0.25], [-0.25]], 12);
    expectNear(advantages(RULES.rloo, four), [[1], [-1 / 3], [-1 / 3], [-1 / 3]], 12);
  });

  test("opo: R less the mean reward of a policy token", () => {
    // Lengths 5 and 5: baseline 5 * 1 / 10.
    expectNear(advantages(RULES.opo, pair), [
      [0.5, 0.5],
      [-0.5, -0.5, -0.5],
    ]);
    const uneven = group([
      { reward: 1, turns: [answer(1)] },
      { reward: 0, turns: [answer(3)] },
    ]);
    expectNear(advantages(RULES.opo, uneven), [[0.75], [-0.25]]);
  });

  test("opo: a group of one is 0, or R in verl", () => {
    const alone = group([{ reward: 1, turns: [answer()] }]);
    expect(advantages(RULES.opo, alone)).toEqual([[0]]);
    expect(advantages(RULES.opo, alone, { singleton: "raw" })).toEqual([[1]]);
  });

  test("dapo: grpo on mixed groups, 0 on the others", () => {
    expect(advantages(RULES.dapo, four)).toEqual(advantages(RULES.grpo, four));
    const allWrong = group([0.1, 0.2].map((reward) => ({ reward, turns: [answer()] })));
    expect(advantages(RULES.grpo, allWrong)).not.toEqual([[0], [0]]);
    expect(advantages(RULES.dapo, allWrong)).toEqual([[0], [0]]);
  });

  test("gdpo: each component standardised, added up, whitened over the batch's tokens", () => {
    const parts = group([
      { reward: 1, turns: [answer(1)], components: { accuracy: 1, format: 1 } },
      { reward: 0, turns: [answer(1)], components: { accuracy: 0, format: 1 } },
      { reward: 0, turns: [answer(2)], components: { accuracy: 0, format: 0 } },
    ]);
    // accuracy: mean 1/3, sample std 1/sqrt 3: 2, -1, -1 over sqrt 3; format: 1, 1, -2 over sqrt 3.
    const sums = [3, 0, -3].map((sum) => sum / Math.sqrt(3));
    expectNear(
      advantages(RULES.gdpo, parts),
      sums.map((sum) => [sum]),
      5,
    );
    // Tokens: sqrt 3, 0, -sqrt 3 twice; mean -sqrt 3 / 4, sample variance (3 * 3 - 4 * 3/16) / 3.
    const [whitened = []] = RULES.gdpo.overBatch?.([parts], [RULES.gdpo.advantages(parts, OPTIONS)]) ?? [];
    const mean = -Math.sqrt(3) / 4;
    const deviation = Math.sqrt(33 / 12);
    expectNear(
      whitened.map((row) => [...row]),
      sums.map((sum) => [(sum - mean) / deviation]),
      5,
    );
  });

  test("otc: fewest calls of a correct rollout are worth most", () => {
    const calls = group([
      { reward: 1, turns: [search("a", "x"), answer()] },
      { reward: 1, turns: [search("a", "x"), search("b", "x"), search("c", "x"), answer()] },
      { reward: 0, turns: [answer()] },
    ]);
    // n = 1; m = 1: sin(pi / 2) = 1; m = 3: f = 1.5, sin(0.75 pi) = 1 / sqrt 2.
    const rewards = [1, Math.SQRT1_2, 0];
    const mean = (1 + Math.SQRT1_2) / 3;
    const std = Math.sqrt(rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0) / 2);
    const wanted = rewards.map((reward) => (reward - mean) / (std + 1e-6));
    expectNear(
      advantages(RULES.otc, calls),
      [2, 4, 1].map((turns, j) => new Array<number>(turns).fill(wanted[j] ?? 0)),
    );
  });

  test("otc: no calls needed: 1 without, cos(m pi / (2m + 1)) with m", () => {
    const needless = group([
      { reward: 1, turns: [answer()] },
      { reward: 1, turns: [search("a", "x"), answer()] },
    ]);
    // cos(pi / 3) = 1/2: rewards 1 and 1/2, mean 3/4, std 1 / sqrt 8.
    const size = 0.25 / (1 / Math.sqrt(8) + 1e-6);
    expectNear(advantages(RULES.otc, needless), [[size], [-size, -size]]);
  });

  test("hdpo: thrift counts among two or more correct rollouts", () => {
    const calls = group([
      { reward: 1, turns: [answer()] },
      { reward: 1, turns: [search("a", "x"), answer()] },
      { reward: 0, turns: [answer()] },
    ]);
    const outcome = advantages(RULES.grpo, calls);
    // 1 / (calls + 1): 1 and 1/2, standardised +-1 / sqrt 2 (less eps).
    const thrift = 0.15 * (0.25 / (0.25 * Math.SQRT2 + 1e-6));
    expectNear(advantages(RULES.hdpo, calls), [
      [(outcome[0]?.[0] ?? 0) + thrift],
      [(outcome[1]?.[0] ?? 0) - thrift, (outcome[1]?.[1] ?? 0) - thrift],
      [outcome[2]?.[0] ?? 0],
    ]);
    expect(advantages(RULES.hdpo, pair)).toEqual(advantages(RULES.grpo, pair));
  });
});

describe("rules that tell turns apart", () => {
  test("gigpo: episode and state group", () => {
    // A^E over turns: mean of 1, 1, 0, 0, 0 = 0.4. Step returns: 0.95, 1 | 0, 0, 0.
    // States: prompt {0.95, 0}; x {1, 0}; y alone.
    expectNear(advantages(RULES.gigpo, pair), [
      [0.6 + 0.475, 0.6 + 0.5],
      [-0.4 - 0.475, -0.4 - 0.5, -0.4],
    ]);
  });

  test("hgpo: histories of one to three states, longer ones weigh more", () => {
    // k = 1: prompt {0.95, 0}, x {1, 0}; k = 2: (prompt, x) {1, 0}. Two values standardise to +-1 (population).
    const one = (gap: number) => gap / 2 / (gap / 2 + 1e-6);
    const first = (2 * one(0.95)) / (2 + 1e-6);
    const second = (2 * one(1) + 3 * one(1)) / (5 + 1e-6);
    expectNear(advantages(RULES.hgpo, pair), [
      [first, second],
      [-first, -second, 0],
    ]);
  });

  test("graphgpo: the nearer to the goal a turn leads, the better", () => {
    // Goal: the success's end. d(x) = 1, d(prompt) = 2; y and the failure's end lead nowhere: 3.
    // From the prompt both go to x: equal, 0. From x: 10 to the goal, 10 * 0.1^3 to y: standardised +-1 / sqrt 2.
    const [success = [], failure = []] = advantages(RULES.graphgpo, pair);
    const std = Math.sqrt((3 * 0.4 * 0.4 + 2 * 0.6 * 0.6) / 4);
    const episode = [0.6 / (std + 1e-6), -0.4 / (std + 1e-6)] as const;
    const edge = 1 / Math.SQRT2;
    expectNear(
      [success, failure],
      [
        [episode[0], episode[0] + edge],
        [episode[1], episode[1] - edge, episode[1]],
      ],
      6,
    );
  });

  test("graphgpo: without a success only the episode part is left", () => {
    const failures = group([0, 0.2].map((reward) => ({ reward, turns: [search("a", "x"), answer()] })));
    expect(advantages(RULES.graphgpo, failures)).toEqual(RULES.graphgpo.base(failures, OPTIONS).map((row) => [...row]));
  });

  test("salt: equal edges share the mean of their advantages", () => {
    const [up = 0, down = 0] = pair.advantages;
    expectNear(advantages(RULES.salt, pair), [
      [(up + down) / 2, up],
      [(up + down) / 2, down, down],
    ]);
  });

  test("salt: another history, or a malformed call, is another edge", () => {
    const apart = group([
      { reward: 1, turns: [search("a", "x"), search("b", "y"), answer()] },
      { reward: 0, turns: [search("c", "z"), search("b", "y"), answer()] },
      { reward: 0, turns: [{ calls: [[null, "x"]] }, answer()] },
    ]);
    expect(advantages(RULES.salt, apart)).toEqual(RULES.salt.base(apart, OPTIONS).map((row) => [...row]));
  });

  test("tapo: what SPEC section 5 says", () => {
    const matcher = new Matcher([pair], "jaccard", new Map());
    const matchOf = (call: Parameters<Matcher["match"]>[0]) => matcher.match(call, 0.5);
    const [up = 0, down = 0] = pair.advantages;
    // Support 1, similarity 1: T = 0.8 * up.
    expectNear(advantages(RULES.tapo, pair, { matchOf }), [
      [up, up],
      [down + 0.8 * up, down, down],
    ]);
  });

  test("aspo: earlier calls of correct rollouts are worth more, up to k A", () => {
    const early = group([
      { reward: 1, turns: [search("a", "x", 2), answer(8)] },
      { reward: 1, turns: [search("a", "x", 4), answer(6)] },
      { reward: 0, turns: [search("a", "x", 1), answer(1)] },
    ]);
    const [a = 0, , c = 0] = early.advantages;
    // p = 2 and 4, mean 3; mean length 10: -2 * (2 - 3) / 10 = 0.2, below 0.7 * A = 0.404.
    expectNear(advantages(RULES.aspo, early), [
      [a + 0.2, a + 0.2],
      [a - 0.2, a - 0.2],
      [c, c],
    ]);
    const late = group([
      { reward: 1, turns: [search("a", "x", 1), answer(1)] },
      { reward: 1, turns: [search("a", "x", 9), answer(1)] },
      { reward: 0, turns: [answer()] },
    ]);
    // p = 1 and 9, mean 5; mean length 6: +-4/3 is cut to 0.7 A.
    expectNear(advantages(RULES.aspo, late).slice(0, 2), [
      [1.7 * a, 1.7 * a],
      [0.3 * a, 0.3 * a],
    ]);
  });
});

describe("rules on scores of the log", () => {
  const scored = group([
    {
      reward: 1,
      turns: [
        {
          calls: [
            ["a", "x"],
            ["b", "y"],
          ],
          callScores: [1, 0.5],
          score: 0.2,
        },
        { score: 0.1 },
      ],
    },
    { reward: 0, turns: [{ calls: [["a", "x"]], callScores: [0.5], score: -0.3 }, { score: 0 }] },
  ]);
  const [up = 0, down = 0] = scored.advantages;

  test("toolpo: centred outcome, plus centred correctness on turns that call", () => {
    // Correctness 1.5 and 0.5: +-0.5.
    expectNear(advantages(RULES.toolpo, scored), [
      [1, 0.5],
      [-1, -0.5],
    ]);
  });

  test("codev: the mean score of a turn's calls is added", () => {
    expectNear(advantages(RULES.codev, scored), [
      [up + 0.75, up],
      [down + 0.5, down],
    ]);
  });

  test("infopo: the turn's score is added", () => {
    expectNear(advantages(RULES.infopo, scored), [
      [up + 0.2, up + 0.1],
      [down - 0.3, down],
    ]);
  });
});

describe("what a rule needs", () => {
  test("a log without the field is told so", () => {
    const bare = group([{ reward: 1, turns: [{ calls: [["a", null]] }, answer()] }]);
    const missing = Object.fromEntries(RULE_NAMES.map((name) => [name, missingNeed(RULES[name].needs, [bare])]));
    expect(missing).toMatchObject({
      grpo: null,
      tapo: null,
      opo: null,
      gdpo: "rewardComponents",
      gigpo: "observations",
      hgpo: "observations",
      graphgpo: "observations",
      salt: "observations",
      toolpo: "callScores",
      codev: "callScores",
      infopo: "turnScores",
    });
  });

  test("an observation that nothing follows is not needed", () => {
    const cut = group([{ reward: 0, turns: [search("a", "x"), { calls: [["b", null]] }] }]);
    expect(missingNeed(["observations"], [cut])).toBeNull();
  });

  test("components must have the same names everywhere", () => {
    const mixed = group([
      { reward: 1, turns: [answer()], components: { accuracy: 1 } },
      { reward: 0, turns: [answer()], components: { accuracy: 0, format: 1 } },
    ]);
    expect(missingNeed(["rewardComponents"], [mixed])).toBe("rewardComponents");
  });

  test("iapo is refused with its sentence", () => {
    expect(missingNeed(RULES.iapo.needs, [pair])).toBe("attributions");
    expect(NEEDS.attributions).toMatch(/not computable from a log/);
  });

  test("every rule says where its formula was read; those known in part are marked", () => {
    for (const name of RULE_NAMES) expect(RULES[name].name).toBe(name);
    const approximate = RULE_NAMES.filter((name) => "approximate" in RULES[name]);
    expect(approximate).toEqual(["salt", "otc", "codev", "infopo"]);
  });
});
