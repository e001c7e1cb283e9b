import { describe, expect, test } from "vitest";
import { correctionMember } from "../../src/credit/correction-member.js";
import { creditGroup, turnBases, untouchedCredits } from "../../src/credit/credit-group.js";
import { FailureSupport } from "../../src/credit/failure-support.js";
import { packCredits } from "../../src/credit/pack-credits.js";
import { sidecarRows } from "../../src/credit/sidecar-rows.js";
import { tokenAdvantages } from "../../src/credit/token-advantages.js";
import { Matcher } from "../../src/match/matcher.js";
import type { CompactRollout, Group } from "../../src/model/compact.js";
import type { RolloutCredit } from "../../src/model/correction.js";
import { DEFAULT_OPTIONS, type MethodOptions } from "../../src/model/options.js";
import { expandRuns } from "../../src/model/token-runs.js";
import { group, type RolloutSketch } from "./rules/build.js";

const PATHS = ["a.jsonl"];
const turn = (...queries: (string | null)[]) => ({ calls: queries.map((query) => [query, "seen"] as const) });

function credited(of: Group, options: Partial<MethodOptions> = {}, perTurnLogged = false): RolloutCredit[] {
  const matcher = new Matcher([of], "jaccard", new Map());
  return creditGroup(of, (call) => matcher.match(call, 0.5), { ...DEFAULT_OPTIONS, ...options }, perTurnLogged);
}

/** Two successes, two failures: `red car` is vouched for by both, `bus` by the first alone, `whale` by nobody. */
const SKETCH: readonly RolloutSketch[] = [
  { reward: 1, turns: [turn("red car"), turn("bus", "red car"), {}] },
  { reward: 1, turns: [turn("red car"), {}] },
  { reward: 0, turns: [turn("whale"), turn("bus", "red car", null), turn("red car"), {}] },
  { reward: 0, turns: [turn("red car"), {}] },
];
const FOUR = group(SKETCH);
const [, , failure, other] = credited(FOUR) as [RolloutCredit, RolloutCredit, RolloutCredit, RolloutCredit];

/** A rollout of a group with some facts changed. */
function changed(of: Group, j: number, change: (rollout: CompactRollout) => Partial<CompactRollout>): Group {
  const rollouts = of.rollouts.map((rollout, i) => (i === j ? { ...rollout, ...change(rollout) } : rollout));
  return { ...of, rollouts };
}

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

describe("the member of a corrected record", () => {
  test("has every number of the credit, spans where there are any, and the witness's place", () => {
    const spanned = changed(FOUR, 2, ({ turns }) => ({
      turns: turns.map((one, t) => ({
        ...one,
        chars: t === 0 ? ([0, 5] as const) : null,
        tokens: t === 1 ? ([3, 6] as const) : null,
      })),
    }));
    const member = correctionMember(credited(spanned)[2] as RolloutCredit, PATHS, {
      lengths: Int32Array.of(1, 2),
      values: Float64Array.of(0, -1),
    });
    expect(member).toMatchObject({
      schema: "tapo.correction/1",
      batch: 0,
      group: "g",
      rollout: 2,
      reward: 0,
      success: false,
      advantage: FOUR.advantages[2],
      tokenAdvantages: [0, -1, -1],
    });
    expect(member).not.toHaveProperty("rule");
    const turns = member.turns as {
      chars?: unknown;
      tokens?: unknown;
      turn: number;
      calls: Record<string, unknown>[];
    }[];
    expect(turns.map(({ turn: t, chars, tokens }) => [t, chars, tokens])).toEqual([
      [0, [0, 5], undefined],
      [1, undefined, [3, 6]],
      [2, undefined, undefined],
      [3, undefined, undefined],
    ]);
    expect(Object.keys(turns[2] ?? {})).toEqual(["turn", "base", "advantage", "calls"]);
    expect(turns[1]?.calls[1]).toEqual({
      call: 1,
      tool: "search",
      corrected: true,
      similarity: 1,
      support: 1,
      confidence: 1,
      referenceAdvantage: FOUR.advantages[0],
      transfer: 0.8 * (FOUR.advantages[0] ?? 0),
      witness: { path: "a.jsonl", row: 0, turn: 0, call: 0 },
    });
    expect(turns[1]?.calls[2]).toEqual({
      call: 2,
      tool: "search",
      corrected: false,
      similarity: null,
      support: null,
      confidence: null,
      referenceAdvantage: null,
      transfer: 0,
      witness: null,
      reason: "malformed",
    });
    expect(correctionMember(failure, PATHS, null)).not.toHaveProperty("tokenAdvantages");
  });

  test("of another rule says its name, and nothing of calls", () => {
    const member = correctionMember({ ...failure, rule: "gigpo", group: ["a", 1n] }, PATHS, null);
    expect(member).toMatchObject({ rule: "gigpo", group: ["a", 1n] });
    expect((member.turns as { calls: unknown }[])[2]?.calls).toEqual([{ call: 0, tool: "search" }]);
  });

  test("names the item of a witness where its row holds several", () => {
    const several = changed(FOUR, 0, ({ place }) => ({ place: { ...place, item: 3 } }));
    const first = credited(several)[2]?.turns[1]?.calls[0];
    expect(first?.witness?.place.item).toBe(3);
    const member = correctionMember(credited(several)[2] as RolloutCredit, [], null);
    const calls = (member.turns as { calls: { witness: unknown }[] }[])[1]?.calls;
    expect(calls?.[0]?.witness).toEqual({ path: "", row: 0, item: 3, turn: 1, call: 0 });
  });
});

describe("rows of the sidecar", () => {
  test("one a turn, with the call of the largest transfer and the turn's own", () => {
    const rows = sidecarRows(failure, PATHS, "mean");
    const adv = FOUR.advantages[0] ?? 0;
    expect(rows.length).toBe(4);
    expect(rows[1]).toEqual({
      path: "a.jsonl",
      row: 2,
      batch: 0,
      group: "g",
      rollout: 2,
      turn: 1,
      charStart: null,
      charEnd: null,
      tokenStart: 2,
      tokenEnd: 3,
      baseAdvantage: failure.turns[1]?.base,
      advantage: failure.turns[1]?.advantage,
      corrected: true,
      tools: ["search", "search", "search"],
      similarity: 1,
      support: 1,
      transfer: expect.closeTo((0.4 * adv + 0.8 * adv) / 3, 12),
      witnessRow: 0,
      witnessTurn: 0,
    });
    expect(rows[0]).toMatchObject({ corrected: false, similarity: 0, transfer: 0, witnessRow: 0 });
    expect(rows[3]).toMatchObject({
      corrected: false,
      tools: [],
      similarity: null,
      support: null,
      transfer: 0,
      witnessRow: null,
      witnessTurn: null,
    });
    expect(sidecarRows(failure, PATHS, "max")[1]?.transfer).toBeCloseTo(0.8 * adv, 12);
    expect(sidecarRows(failure, [], "min")[1]).toMatchObject({ path: "", transfer: 0 });
  });

  test("of another rule are corrected where the advantage is not the base", () => {
    const turns = other.turns.map((one, t) => ({ ...one, advantage: one.base + t }));
    expect(sidecarRows({ ...other, rule: "gigpo", turns }, PATHS, "mean").map(({ corrected }) => corrected)).toEqual([
      false,
      true,
    ]);
  });

  test("spans are those of the turn", () => {
    const spanned = changed(FOUR, 3, ({ turns }) => ({
      turns: turns.map((one) => ({ ...one, chars: [2, 7] as const, tokens: null })),
    }));
    expect(sidecarRows(credited(spanned)[3] as RolloutCredit, PATHS, "mean")[0]).toMatchObject({
      charStart: 2,
      charEnd: 7,
      tokenStart: null,
      tokenEnd: null,
    });
  });
});

describe("token advantages", () => {
  const tokens = (credit: RolloutCredit, logged: Float64Array | null = null) => {
    const runs = tokenAdvantages({ ...credit, rollout: { ...credit.rollout, tokenCount: 9 } }, logged);
    return runs === null ? null : [...expandRuns(runs)];
  };

  test("are the turn's over its tokens and 0 off them; null without a mask", () => {
    const [a, b, c, d] = failure.turns.map(({ advantage }) => advantage);
    expect(tokens(failure)).toEqual([a, 0, b, 0, c, 0, d, 0, 0]);
    expect(tokenAdvantages(failure, null)).toBeNull();
  });

  test("of uncorrected turns stay as logged, where they are logged", () => {
    const logged = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    const [, b, c] = failure.turns.map(({ advantage }) => advantage);
    expect(tokens(failure, logged)).toEqual([1, 0, b, 0, c, 0, 7, 0, 0]);
  });

  test("packed: what was corrected is counted, of another rule by the advantages", () => {
    expect(packCredits(credited(FOUR), PATHS).corrected).toEqual({ rollouts: 2, turns: 3, calls: 4 });
    const turns = other.turns.map((one, t) => ({ ...one, advantage: one.base + t }));
    expect(packCredits([{ ...other, rule: "gigpo", turns }], PATHS).corrected).toMatchObject({ rollouts: 1, turns: 1 });
    expect(packCredits([{ ...failure, rule: "gigpo", turns: [] }], PATHS).corrected).toEqual({
      rollouts: 0,
      turns: 0,
      calls: 0,
    });
  });
});
