import { describe, expect, test } from "vitest";
import { correctionMember } from "../../src/credit/correction-member.js";
import { packCredits } from "../../src/credit/pack-credits.js";
import { packedAdvantages } from "../../src/credit/packed-member.js";
import { sidecarRows } from "../../src/credit/sidecar-rows.js";
import { tokenAdvantages } from "../../src/credit/token-advantages.js";
import type { RolloutCredit } from "../../src/model/correction.js";
import { expandRuns } from "../../src/model/token-runs.js";
import { changed, credited, FOUR } from "./four.js";

const PATHS = ["a.jsonl"];
const [, , failure, other] = credited(FOUR) as [RolloutCredit, RolloutCredit, RolloutCredit, RolloutCredit];

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

  test("a corrected call counts though its transfer is 0; of equal transfers the first call is shown", () => {
    const [, , without] = credited(FOUR, { beta: 0 });
    const rows = sidecarRows(without ?? failure, PATHS, "mean");
    expect(rows.map(({ corrected }) => corrected)).toEqual([false, true, true, false]);
    expect(rows[1]).toMatchObject({ transfer: 0, support: 0.5, witnessTurn: 1 });
    const [first, second, malformed] = failure.turns[1]?.calls ?? [];
    const shuffled = {
      ...failure,
      turns: [{ base: -1, advantage: -1, calls: [malformed, second, first].flatMap((c) => c ?? []) }],
    };
    expect(sidecarRows(shuffled, PATHS, "mean")[0]).toMatchObject({ support: 1, witnessTurn: 0 });
    expect(packCredits(credited(FOUR, { beta: 0 }), PATHS).corrected).toEqual({ rollouts: 2, turns: 3, calls: 4 });
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

  test("packed: every rollout's turns are found again", () => {
    const all = credited(FOUR);
    const pack = packCredits(all, PATHS);
    for (const [i, { turns }] of all.entries()) {
      expect([...packedAdvantages(pack, i).turns]).toEqual(turns.map(({ advantage }) => advantage));
    }
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
