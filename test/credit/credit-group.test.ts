import { describe, expect, test } from "vitest";
import { turnBases, untouchedCredits } from "../../src/credit/credit-group.js";
import { FailureSupport } from "../../src/credit/failure-support.js";
import { Matcher } from "../../src/match/matcher.js";
import type { Group } from "../../src/model/compact.js";
import type { RolloutCredit } from "../../src/model/correction.js";
import { changed, credited, FOUR, SKETCH, turn } from "./four.js";
import { group } from "./rules/build.js";

const failure = credited(FOUR)[2] as RolloutCredit;

describe("credit of a group", () => {
  test("turns whose calls are vouched for are forgiven, the others keep their advantage", () => {
    const a = FOUR.advantages[2] ?? 0;
    expect(failure.turns.map(({ calls }) => calls.map(({ reason }) => reason ?? "corrected"))).toEqual([
      ["below-theta"],
      ["corrected", "corrected", "malformed"],
      ["corrected"],
      [],
    ]);
    const adv = FOUR.advantages[0] ?? 0;
    const [first, second, third, last] = failure.turns.map(({ advantage }) => advantage);
    expect([first, last]).toEqual([a, a]);
    expect(second).toBeCloseTo(a + (0.8 * (0.5 * adv) + 0.8 * adv) / 3, 12); // supports 1/2 and 1; the malformed call counts
    expect(third).toBeCloseTo(a + 0.8 * adv, 12);
    expect(failure).toMatchObject({ batch: 0, group: "g", advantage: a });
  });

  test("of successes, of groups that are not mixed and of advantages that are not negative is what it was, and says why", () => {
    const reasons = (of: Group, j: number) =>
      credited(of)[j]?.turns.flatMap(({ calls }) => calls.map(({ reason }) => reason));
    expect(new Set(reasons(FOUR, 0))).toEqual(new Set(["not-failing"]));
    expect(new Set(reasons(group(SKETCH.slice(2)), 0))).toEqual(new Set(["group-not-mixed"]));
    const zero = { ...FOUR, advantages: Float64Array.of(1, 1, 0, -1) };
    expect(new Set(reasons(zero, 2))).toEqual(new Set(["advantage-not-negative"]));
    expect(untouchedCredits(FOUR, false).map((credit) => credit === null)).toEqual([false, false, true, true]);
  });

  test("with logged turns: each turn has its own base, and one that is not negative is left alone", () => {
    const bases = [-0.5, 0.25, null, 0];
    const logged = changed(FOUR, 2, ({ turns }) => ({
      turns: turns.map((one, t) => ({ ...one, loggedAdvantage: bases[t] ?? null })),
    }));
    const a = FOUR.advantages[2] ?? 0;
    expect([...turnBases(logged, 2, true)]).toEqual([-0.5, 0.25, a, 0]);
    expect([...turnBases(logged, 2, false)]).toEqual([a, a, a, a]);
    expect([...turnBases(logged, 9, true)]).toEqual([]);
    const turns = credited(logged, {}, true)[2]?.turns ?? [];
    expect(turns.map(({ base }) => base)).toEqual([-0.5, 0.25, a, 0]);
    expect(turns[1]?.advantage).toBe(0.25);
    expect(turns[1]?.calls.map(({ reason, corrected, transfer }) => [reason, corrected, transfer])).toEqual([
      ["advantage-not-negative", false, 0],
      ["advantage-not-negative", false, 0],
      ["advantage-not-negative", false, 0],
    ]);
    expect(turns[1]?.calls[0]?.similarity).toBe(1); // what it was matched with is still shown
    expect(turns[2]?.advantage).toBeGreaterThan(a);
  });
});

describe("support of the other failures", () => {
  const matcher = new Matcher([FOUR], "jaccard", new Map());
  const clusters = matcher.library(0.5).get("search") ?? [];
  const [bus, car] = clusters as [(typeof clusters)[0], (typeof clusters)[0]];

  test("is the share of the other failing rollouts with a call at theta or above", () => {
    const failures = new FailureSupport(FOUR, (call) => matcher.match(call, 0.5), 0.5);
    expect(failures.failing).toBe(2);
    expect([failures.shareOfOthers(car, 2), failures.shareOfOthers(car, 3)]).toEqual([1, 1]);
    expect([failures.shareOfOthers(bus, 2), failures.shareOfOthers(bus, 3)]).toEqual([0, 1]);
  });

  test("is a share of all the others, and a call exactly at theta counts", () => {
    const five = group([...SKETCH, { reward: 0, turns: [turn("red whale")] }, { reward: 0, turns: [turn("whale")] }]);
    const own = new Matcher([five], "jaccard", new Map());
    const [, cars] = own.library(0.5).get("search") ?? [];
    const share = (theta: number, j: number) =>
      new FailureSupport(five, (call) => own.match(call, 0.5), theta).shareOfOthers(cars ?? car, j);
    expect([share(0.5, 2), share(0.5, 5)]).toEqual([1 / 3, 2 / 3]);
    expect([share(1 / 3, 2), share(1 / 3, 5)]).toEqual([2 / 3, 1]); // "red whale" is similar to "red car" by 1/3
  });

  test("is null where there is no other; at theta 0 any call of any tool is enough, but excluded and malformed ones", () => {
    const alone = group(SKETCH.slice(0, 3));
    expect(new FailureSupport(alone, (call) => matcher.match(call, 0.5), 0.5).shareOfOthers(car, 2)).toBeNull();
    const foreign = { ...bus, tool: "zoom" };
    const share = (theta: number) =>
      new FailureSupport(FOUR, (call) => matcher.match(call, 0.5), theta).shareOfOthers(foreign, 2);
    expect([share(0), share(0.1)]).toEqual([1, 0]);
    const left = (change: object) =>
      changed(FOUR, 3, ({ turns }) => ({
        turns: turns.map((one) => ({ ...one, calls: one.calls.map((call) => ({ ...call, ...change })) })),
      }));
    for (const change of [{ excluded: true }, { args: null }]) {
      expect(new FailureSupport(left(change), (call) => matcher.match(call, 0.5), 0).shareOfOthers(car, 2)).toBe(0);
    }
  });
});
