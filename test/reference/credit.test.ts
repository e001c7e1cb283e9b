import { describe, expect, it } from "vitest";
import { record } from "./build.js";
import { completeLinkage } from "./library.js";
import { auditReference, correctReference } from "./reference.js";

/** A' / A of section 5's closed form, for G = 8, beta 0.8, alpha 1. */
const REMAINING = [0, 0, 0, 0.2, 0.52, 0.7333333333333333, 0.8857142857142857];

describe("credit of the reference", () => {
  it.each(REMAINING.map((share, i) => [i + 1, share] as const))("leaves, with %i successes of 8, %f", (wins, share) => {
    const log = Array.from({ length: 8 }, (_, row) => record(row, row < wins ? 1 : 0, [["look", { q: "a" }]]));
    const failing = correctReference(log, { eps: 0 })[7]?.turns[0];
    expect(failing?.base).toBeLessThan(0);
    expect((failing?.advantage ?? 0) / (failing?.base ?? 1)).toBeCloseTo(share, 12);
    expect(correctReference(log, { eps: 0 })[7]?.turns[1]?.advantage).toBe(failing?.base);
  });

  it("merges the first of two equally similar pairs", () => {
    const table = [
      [1, 0.4, 0],
      [0.4, 1, 0.4],
      [0, 0.4, 1],
    ];
    expect(completeLinkage(3, (a, b) => table[a]?.[b] ?? 0, 0.4)).toEqual([[0, 1], [2]]);
    expect(completeLinkage(3, (a, b) => table[a]?.[b] ?? 0, 0.41)).toEqual([[0], [1], [2]]);
    expect(completeLinkage(3, (a, b) => table[a]?.[b] ?? 0, 0)).toEqual([[0, 1, 2]]);
  });

  const log = [
    record(0, 1, [["look", { q: "a b" }]]),
    record(1, 0, [["look", { q: "B  C" }]]),
    record(2, 1, [
      ["look", { q: "c d" }],
      ["look", '{"q": "b c"}'],
    ]),
    record(3, 0, [["look", { q: "c" }]]),
    record(4, 0, [["look", "no JSON"]], { batch: 2 }),
  ];
  const options = { eps: 0, clusterThreshold: 0.3 };

  it("finds cluster, support, witness and advantage of a worked example", () => {
    // Clusters {a b, b c} (tie of 1/3 with {b c, c d}: the first pair) with support 2/2, and {c d} with 1/2.
    const unit = Math.sqrt(3) / 2; // 0.5 / sqrt(1/3)
    const [, exact, , half] = correctReference(log, options);
    expect(exact?.turns[0]?.calls[0]).toMatchObject({ corrected: true, similarity: 1, support: 1, confidence: 1 });
    expect(exact?.turns[0]?.calls[0]?.witness).toEqual({ path: "log.jsonl", row: 2, turn: 1, call: 0 });
    expect(exact?.turns[0]?.advantage).toBeCloseTo(-0.2 * unit, 12);
    // "c" is 1/2 like "b c" and 1/2 like "c d": the larger support wins.
    expect(half?.turns[0]?.calls[0]).toMatchObject({ corrected: true, similarity: 0.5, support: 1, confidence: 0.5 });
    expect(half?.turns[0]?.calls[0]?.witness).toEqual({ path: "log.jsonl", row: 2, turn: 1, call: 0 });
    expect(half?.turns[0]?.advantage).toBeCloseTo(-0.6 * unit, 12);
  });

  it("names the first reason that applies", () => {
    const reasons = correctReference(log, { ...options, theta: 0.6, alphaMin: 0.9 }).map(
      (member) => member.turns[0]?.calls[0]?.reason,
    );
    expect(reasons).toEqual(["not-failing", undefined, "not-failing", "below-theta", "group-not-mixed"]);
  });

  it("counts what the page says", () => {
    const { statistics, funnel } = auditReference(log, options);
    expect(funnel).toMatchObject({
      groups: 2,
      mixedGroups: 1,
      singletonGroups: 1,
      toolCalls: 6,
      malformedToolCalls: 1,
    });
    expect(statistics.correctableActions).toMatchObject({ numerator: 2, denominator: 3 });
    expect(statistics.correctableActionsMixed).toMatchObject({ numerator: 2, denominator: 2, value: 1, ci95: null });
    expect(statistics.recoveredAdvantage?.value).toBeCloseTo((0.8 + 0.4) / 2, 12);
  });

  it("groups by prompt where one id stands for two prompts", () => {
    const other = { messages: [{ role: "user", content: "Who?" }] };
    const groups = correctReference([record(0, 1, []), record(1, 0, []), record(2, 0, [], other)], {}).map(
      (member) => member.group,
    );
    expect(groups[0]).toMatch(/^prompt:[0-9a-f]{16}$/);
    expect(groups[1]).toBe(groups[0]);
    expect(groups[2]).not.toBe(groups[0]);
  });
});
