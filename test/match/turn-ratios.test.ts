import { describe, expect, test } from "vitest";
import { RolloutGradient } from "../../src/credit/gradient-mass.js";
import { turnRatios } from "../../src/match/turn-ratios.js";
import { OBJECTIVES } from "../../src/model/ablation.js";
import type { CompactRollout, TurnRatios } from "../../src/model/compact.js";
import type { Span, Tokens } from "../../src/model/rollout.js";
import { makeRandom } from "../property/random.js";
import { coefficient } from "../reference/objectives.js";

const rolloutOf = (ratios: readonly (TurnRatios | null)[]) =>
  ({ turns: ratios.map((one) => ({ ratios: one })) }) as unknown as CompactRollout;

/** Log-ratios at and about the clips, and far from them. */
const LOG_RATIOS = [
  0,
  0.1,
  -0.1,
  Math.log(1.2),
  Math.log(0.8),
  0.19,
  0.5,
  -0.5,
  3e-4,
  -3e-4,
  3.9e-4,
  -2.9e-4,
  3,
  -3,
] as const;

describe("sums over a turn's tokens", () => {
  test("give each objective's coefficients, token by token (500 rollouts)", () => {
    for (let seed = 0; seed < 500; seed++) {
      const random = makeRandom(seed);
      const scale = random.pick([1, 1, 1e-3]);
      const spans: Span[] = [];
      const logprobs: number[] = [];
      for (let t = 0; t < 1 + random.int(3); t++) {
        const start = logprobs.length + random.int(2);
        const end = start + 1 + random.int(4);
        while (logprobs.length < end) logprobs.push(random.pick(LOG_RATIOS) * scale - 1);
        spans.push([start, end]);
      }
      const tokens: Tokens = {
        length: logprobs.length,
        advantages: null,
        logprobs,
        oldLogprobs: logprobs.map(() => -1),
      };
      const gradient = new RolloutGradient(rolloutOf(spans.map((span) => turnRatios(span, tokens))));
      const ofSpan = ([start, end]: Span) => logprobs.slice(start, end).map((lp) => lp - -1);
      const all = spans.flatMap(ofSpan);
      expect(gradient.tokens).toBe(all.length);
      const s = Math.exp(all.reduce((a, b) => a + b, 0) / all.length);
      for (const objective of OBJECTIVES) {
        for (const advantage of [1.5, -0.75, 0]) {
          for (const [t, span] of spans.entries()) {
            const g = ofSpan(span).map((ratio) =>
              coefficient(objective, objective === "gspo" ? s : Math.exp(ratio), advantage),
            );
            const { mass, clipped } = gradient.turn(objective, t, advantage);
            expect(mass, `seed ${seed} ${objective}`).toBeCloseTo(
              g.reduce<number>((sum, one) => sum + Math.abs(one ?? 0), 0),
              12,
            );
            expect(clipped).toBe(g.filter((one) => one === null).length);
          }
        }
      }
    }
  });

  test("are those of ratio 1 where a policy's log-probabilities are missing, and of one token without tokens", () => {
    const bare: Tokens = { length: 4, advantages: null, logprobs: [1, 2, 3, 4], oldLogprobs: null };
    const missing = [bare, { ...bare, logprobs: null, oldLogprobs: [1, 2, 3, 4] }];
    for (const tokens of missing) {
      expect(turnRatios([1, 3], tokens)).toEqual({
        tokens: 2,
        logRatio: 0,
        grpoUp: 2,
        grpoDown: 2,
        clippedUp: 0,
        clippedDown: 0,
        sapoUp: 2,
        sapoDown: 2,
      });
    }
    const gradient = new RolloutGradient(rolloutOf([null, null]));
    expect(gradient.tokens).toBe(2);
    for (const objective of OBJECTIVES) expect(gradient.turn(objective, 1, -0.5)).toEqual({ mass: 0.5, clipped: 0 });
  });

  test("a ratio on the bound is not clipped; one beyond is, on its own side only", () => {
    const one = (logRatio: number) =>
      turnRatios([0, 1], { length: 1, advantages: null, logprobs: [logRatio], oldLogprobs: [0] });
    expect(one(Math.log(1.2) - 1e-9)).toMatchObject({ clippedUp: 0, clippedDown: 0 });
    expect(one(0.3)).toMatchObject({ clippedUp: 1, clippedDown: 0, grpoUp: 0, grpoDown: Math.exp(0.3) });
    expect(one(-0.3)).toMatchObject({ clippedUp: 0, clippedDown: 1, grpoDown: 0, grpoUp: Math.exp(-0.3) });
    expect(one(800)).toMatchObject({
      clippedUp: 1,
      grpoUp: 0,
      grpoDown: Number.POSITIVE_INFINITY,
      sapoUp: 0,
      sapoDown: 0,
    });
    expect(one(-800)).toMatchObject({ clippedDown: 1, grpoUp: 0, sapoUp: 0 });
  });
});
