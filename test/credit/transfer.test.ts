import { describe, expect, test } from "vitest";
import {
  correctedAdvantage,
  creditCall,
  looksAtFailures,
  type TransferOptions,
  turnTransfer,
  unmatchedCall,
} from "../../src/credit/transfer.js";
import type { Match } from "../../src/match/matcher.js";
import type { CompactCall } from "../../src/model/compact.js";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";

const WITNESS = { place: { file: 0, row: 3, item: 0 }, turn: 1, call: 0 };
const CALL: CompactCall = { tool: "search", args: '{"q":"car"}', excluded: false, observation: null };

function match(similarity: number, support: number, advantage: number): Match {
  const cluster = { tool: "search", index: 0, members: [0], support, advantage };
  return { similarity, cluster, witness: WITNESS, witnessObservation: null, similarityTo: () => similarity };
}

const options = (more: Partial<TransferOptions> = {}): TransferOptions => ({ ...DEFAULT_OPTIONS, ...more });
const credit = (made: Match | null, more: Partial<TransferOptions> = {}, others: number | null = null, call = CALL) =>
  creditCall(call, made, options(more), others);

/** G = 8, beta 0.8, alpha 1: what is left of the penalty of a failure, by the number of successes (SPEC section 5). */
const LEFT = [0, 0, 0, 0.2, 0.52, 0.7333333333333333, 0.8857142857142857];

describe("the transfer of one call", () => {
  test.each(LEFT.map((left, k) => [k + 1, left] as const))(
    "with %i successes of 8 leaves %d of the penalty",
    (wins, left) => {
      const p = wins / 8;
      const [success, failure] = [Math.sqrt((1 - p) / p), -Math.sqrt(p / (1 - p))];
      const { transfer, corrected } = credit(match(1, 1, success));
      expect(corrected).toBe(true);
      expect(correctedAdvantage(failure, transfer, true) / failure + 0).toBeCloseTo(left, 12);
    },
  );

  test("is beta * s * sup * Adv, and shows every factor", () => {
    expect(credit(match(0.75, 0.5, 1.5), { beta: 0.4 })).toEqual({
      tool: "search",
      corrected: true,
      similarity: 0.75,
      support: 0.5,
      confidence: 0.375,
      referenceAdvantage: 1.5,
      transfer: 0.4 * (0.375 * 1.5),
      witness: WITNESS,
      reason: undefined,
    });
  });

  test("gates hold at their bounds, and the first that does not is named", () => {
    const reasons = [
      [match(0.5, 0.5, 1), undefined],
      [match(0.4999, 0.5, 1), "below-theta"],
      [match(0.5, 0.4999, 1), "below-alpha-min"],
      [match(0.4, 0.1, -1), "below-theta"],
      [match(0.6, 0.1, -1), "below-alpha-min"],
      [match(0.6, 0.6, 0), "reference-not-positive"],
      [match(0.6, 0.6, -1), "reference-not-positive"],
    ] as const;
    for (const [made, reason] of reasons) {
      const { corrected, transfer, similarity, ...rest } = credit(made);
      expect(rest.reason).toBe(reason);
      expect(corrected).toBe(reason === undefined);
      expect(transfer > 0).toBe(corrected);
      expect(similarity).toBe(made.similarity); // shown, corrected or not
    }
  });

  test("malformed comes before excluded, excluded before no reference", () => {
    const nothing = {
      corrected: false,
      similarity: null,
      support: null,
      confidence: null,
      referenceAdvantage: null,
      transfer: 0,
      witness: null,
    };
    const malformed = { ...CALL, args: null, excluded: true };
    expect(credit(null, {}, null, malformed)).toEqual({ tool: "search", ...nothing, reason: "malformed" });
    expect(credit(null, {}, null, { ...CALL, excluded: true })).toEqual({
      tool: "search",
      ...nothing,
      reason: "excluded",
    });
    expect(credit(null)).toEqual({ tool: "search", ...nothing, reason: "no-reference" });
    expect(unmatchedCall("zoom", "not-failing")).toEqual({ tool: "zoom", ...nothing, reason: "not-failing" });
  });

  test("without support counts 1 in its place, in both gate and transfer", () => {
    expect(credit(match(0.5, 0.1, 2), { useSupport: false })).toMatchObject({
      confidence: 0.5,
      support: 0.1,
      transfer: 0.8,
    });
    expect(credit(match(0.5, 0.1, 2), { useSupport: false, support: "contrastive" }, 1)).toMatchObject({
      confidence: 0.5,
    });
  });

  test("of a tool that an ablation leaves out is shown and not made", () => {
    expect(credit(match(1, 1, 1), { withoutTools: ["search"] })).toMatchObject({
      corrected: false,
      transfer: 0,
      confidence: 1,
      reason: "excluded",
    });
    expect(credit(match(0.1, 1, 1), { withoutTools: ["search"] }).reason).toBe("below-theta");
    expect(credit(match(1, 1, 1), { withoutTools: ["zoom"] }).corrected).toBe(true);
  });

  test("contrastive: weighed by what successes exceed the other failures by, never below 0", () => {
    const at = (others: number | null) =>
      credit(match(1, 0.75, 1), { support: "contrastive", alphaMin: 0 }, others).confidence;
    expect([at(0.25), at(1), at(null), at(0)]).toEqual([0.5, 0, 0.75, 0.75]);
    const gated = (contrast: number, others: number | null) => credit(match(1, 0.75, 1), { contrast }, others).reason;
    expect([gated(0.5, 0.25), gated(0.49, 0.25), gated(0, 0.75), gated(0, 0.8), gated(0, null)]).toEqual([
      "below-contrast",
      undefined,
      "below-contrast",
      "below-contrast",
      undefined,
    ]);
    expect(looksAtFailures({ contrast: null, support: "plain" })).toBe(false);
    expect(looksAtFailures({ contrast: 0, support: "plain" })).toBe(true);
    expect(looksAtFailures({ contrast: null, support: "contrastive" })).toBe(true);
  });
});

describe("the transfer of a turn", () => {
  const calls = [CALL, { ...CALL, excluded: true }, CALL, { ...CALL, args: null }];
  const credits = [0.6, 0.9, 0.3, 0].map((transfer) => ({ ...credit(match(1, 1, 1)), transfer }));

  test("is the mean, largest or smallest over the calls that are not excluded; malformed ones count", () => {
    expect(turnTransfer(credits, calls, "mean")).toBeCloseTo(0.3, 15);
    expect(turnTransfer(credits, calls, "max")).toBe(0.6);
    expect(turnTransfer(credits, calls, "min")).toBe(0);
    expect(turnTransfer(credits.slice(0, 3), calls.slice(0, 3), "min")).toBe(0.3);
  });

  test("of a turn without calls that count is 0", () => {
    for (const rule of ["mean", "max", "min"] as const) {
      expect(turnTransfer([], [], rule)).toBe(0);
      expect(turnTransfer(credits.slice(1, 2), calls.slice(1, 2), rule)).toBe(0);
    }
  });

  test("is clamped once at 0; what is within 1e-12 of 0 is 0", () => {
    expect(correctedAdvantage(-1, 0.25, true)).toBe(-0.75);
    expect(correctedAdvantage(-1, 3, true)).toBe(0);
    expect(correctedAdvantage(-1, 3, false)).toBe(2);
    expect(correctedAdvantage(-1, 1 - 1e-13, true)).toBe(0);
    expect(correctedAdvantage(-1, 1 + 1e-13, false)).toBe(0);
    expect(correctedAdvantage(-1e-12, 0, true)).toBe(0);
    expect(correctedAdvantage(-1.1e-12, 0, true)).toBe(-1.1e-12);
    expect(correctedAdvantage(-2, 2 + 2e-12, false)).toBeGreaterThan(0);
  });
});
