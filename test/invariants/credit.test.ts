import { describe, expect, test } from "vitest";
import { faults, type Log } from "../metamorphic/logs.js";
import { ablateRecords, correctRecords } from "../property/subject.js";
import type { Options } from "../reference/types.js";

interface Call {
  readonly corrected: boolean;
  readonly transfer: number;
  readonly similarity: number | null;
  readonly support: number | null;
}
interface Turn {
  readonly base: number;
  readonly advantage: number;
  readonly tokens?: readonly [number, number];
  readonly calls: readonly Call[];
}
interface Member {
  readonly success: boolean;
  readonly advantage: number;
  readonly turns: readonly Turn[];
  readonly tokenAdvantages?: readonly number[];
}

const members = ({ records, options }: Log, more: Partial<Options> = {}) =>
  correctRecords(records, { ...options, ...more }) as unknown as Member[];
const turnsOf = (all: readonly Member[]) => all.flatMap(({ turns }) => turns);
const correctedCalls = (all: readonly Member[]) => turnsOf(all).flatMap(({ calls }) => calls.map((c) => c.corrected));
const clamped = (options: Partial<Options>): Partial<Options> => ({ ...options, clamp: true });

function broken(ok: boolean, what: string): string[] {
  return ok ? [] : [what];
}

describe("of every generated log", { timeout: 60_000 }, () => {
  test("A <= A' <= 0 for corrected turns; the others keep A to the bit", () => {
    const found = faults(
      (log) =>
        turnsOf(members(log)).flatMap(({ base, advantage, calls }) =>
          calls.some(({ corrected }) => corrected)
            ? broken(base <= advantage && advantage <= 0, `${base} became ${advantage}`)
            : broken(Object.is(base, advantage), `${base} became ${advantage} though nothing was corrected`),
        ),
      clamped,
    );
    expect(found).toEqual([]);
  });

  test("successes are untouched", () => {
    const found = faults((log) =>
      turnsOf(members(log).filter(({ success }) => success)).flatMap(({ base, advantage, calls }) =>
        broken(
          Object.is(base, advantage) && calls.every(({ corrected, transfer }) => !corrected && transfer === 0),
          "a success was corrected",
        ),
      ),
    );
    expect(found).toEqual([]);
  });

  test("a corrected call has similarity and support in (0, 1] and a positive transfer, by beta", () => {
    const found = faults((log) =>
      turnsOf(members(log)).flatMap(({ calls }) =>
        calls.flatMap(({ corrected, similarity, support, transfer }) =>
          !corrected
            ? broken(transfer === 0, "a transfer without correction")
            : [
                ...broken(similarity !== null && similarity >= 0 && similarity <= 1, `similarity ${similarity}`),
                ...broken(support !== null && support > 0 && support <= 1, `support ${support}`),
                ...broken(transfer >= 0 && (transfer > 0 || similarity === 0 || log.options.beta === 0), `${transfer}`),
              ],
        ),
      ),
    );
    expect(found).toEqual([]);
  });

  test("beta = 0 is the variant `base`", () => {
    const found = faults((log) => {
      const off = turnsOf(members(log, { beta: 0 })).flatMap(({ base, advantage }) =>
        broken(Object.is(base, advantage), `${base} became ${advantage}`),
      );
      const variants = ablateRecords(log.records, { ...log.options, beta: 0 }).variants;
      const [tapo, base] = ["tapo", "base"].map((name) => variants.find((variant) => variant.name === name));
      const moments = (variant = tapo) => [variant?.meanAdvantage, variant?.stdAdvantage, variant?.objectives];
      const same = JSON.stringify(moments(tapo)) === JSON.stringify(moments(base));
      return [...off, ...broken(same, "moments or objectives differ from base")];
    }, clamped);
    expect(found).toEqual([]);
  });

  test.each(["theta", "alphaMin"] as const)("raising %s, with the same clusters, corrects no call more", (gate) => {
    const found = faults(
      (log) => {
        const runs = [0, 0.2, 0.35, 0.5, 2 / 3, 0.9, 1].map((bound) => correctedCalls(members(log, { [gate]: bound })));
        return runs.flatMap((calls, k) =>
          broken(k === 0 || calls.every((corrected, i) => !corrected || runs[k - 1]?.[i] === true), `step ${k}`),
        );
      },
      (options) => ({ ...options, clusterThreshold: options.clusterThreshold ?? 0.5 }),
    );
    expect(found).toEqual([]);
  });

  test("token advantages are the turn's over its tokens, and 0 off the mask", () => {
    const seen = { tokens: 0 };
    const found = faults(
      (log) =>
        members(log).flatMap(({ turns, tokenAdvantages }, i) => {
          if (tokenAdvantages === undefined) return [];
          seen.tokens += tokenAdvantages.length;
          const mask = log.records[i]?.value.response_mask as number[];
          const expected = mask.map(() => 0);
          for (const { tokens, advantage } of turns) if (tokens) expected.fill(advantage, tokens[0], tokens[1]);
          return [
            ...broken(JSON.stringify(tokenAdvantages) === JSON.stringify(expected), `record ${i}`),
            ...broken(
              mask.every((on, t) => on === 1 || tokenAdvantages[t] === 0),
              `record ${i} off the mask`,
            ),
          ];
        }),
      (options) => ({ ...options, estimator: options.estimator === "logged" ? "grpo" : (options.estimator ?? "grpo") }),
    );
    expect(found).toEqual([]);
    expect(seen.tokens).toBeGreaterThan(500);
  });
});
