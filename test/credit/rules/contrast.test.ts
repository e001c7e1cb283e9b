import { describe, expect, test } from "vitest";
import { creditGroup } from "../../../src/credit/credit-group.js";
import { Matcher } from "../../../src/match/matcher.js";
import { DEFAULT_OPTIONS, type MethodOptions } from "../../../src/model/options.js";
import { answer, group, search } from "./build.js";

/**
 * Two successes and two failures. `common` is called by one success and by the other failure (discrimination of the first
 * failure's call: 1/2 - 1 = -1/2), `good` by both successes and one failure (1 - 0 = 1).
 */
const four = group([
  { reward: 1, turns: [search("common", "x"), search("good", "y"), answer()] },
  { reward: 1, turns: [search("good", "y"), answer()] },
  { reward: 0, turns: [search("common", "x"), search("good", "y"), answer()] },
  { reward: 0, turns: [search("common", "x"), answer()] },
]);

function firstFailure(options: Partial<MethodOptions>, of = four, row = 2) {
  const matcher = new Matcher([of], "jaccard", new Map());
  const credits = creditGroup(of, (call) => matcher.match(call, 0.5), { ...DEFAULT_OPTIONS, ...options }, false);
  return credits[row]?.turns.flatMap(({ calls }) =>
    calls.map(({ corrected, confidence, reason }) => ({ corrected, confidence, reason })),
  );
}

describe("contrastive gate", () => {
  test("is off by default: a call that failures make more often is corrected all the same", () => {
    expect(firstFailure({})?.map(({ corrected }) => corrected)).toEqual([true, true]);
  });

  test("corrects only calls whose discrimination is above it", () => {
    expect(firstFailure({ contrast: 0 })).toMatchObject([
      { corrected: false, reason: "below-contrast" },
      { corrected: true },
    ]);
    expect(firstFailure({ contrast: -0.6 })?.map(({ corrected }) => corrected)).toEqual([true, true]);
    expect(firstFailure({ contrast: -0.5 })?.map(({ corrected }) => corrected)).toEqual([false, true]);
    expect(firstFailure({ contrast: 1 })?.map(({ corrected }) => corrected)).toEqual([false, false]);
  });

  test("comes after the other gates", () => {
    expect(firstFailure({ contrast: 0, alphaMin: 0.9 })?.[0]).toMatchObject({ reason: "below-alpha-min" });
  });

  test("a call with no other failure to compare with passes", () => {
    const alone = group([
      { reward: 1, turns: [search("a", "x"), answer()] },
      { reward: 0, turns: [search("a", "x"), answer()] },
    ]);
    expect(firstFailure({ contrast: 1 }, alone, 1)?.[0]).toMatchObject({ corrected: true });
  });
});

describe("contrastive support", () => {
  test("weighs by what support exceeds the other failures' by, at least 0", () => {
    expect(firstFailure({ support: "contrastive", alphaMin: 0 })?.map(({ confidence }) => confidence)).toEqual([0, 1]);
    expect(firstFailure({})?.map(({ confidence }) => confidence)).toEqual([0.5, 1]);
  });

  test("is plain support where there is no other failure", () => {
    const alone = group([
      { reward: 1, turns: [search("a", "x"), answer()] },
      { reward: 1, turns: [answer()] },
      { reward: 0, turns: [search("a", "x"), answer()] },
    ]);
    expect(firstFailure({ support: "contrastive" }, alone, 2)?.[0]).toMatchObject({ confidence: 0.5, corrected: true });
  });
});
