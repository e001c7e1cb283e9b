import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import { auditReport, explainLog } from "../../src/pipeline.js";

const LOG = resolve(import.meta.dirname, "../../fixtures/search-agent.jsonl");
const log = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map<string, string>(), lenient: false };
const run = { method: { ...DEFAULT_OPTIONS, replicates: 20 }, log, threads: 1 };

describe("what the HTML report shows besides figures", async () => {
  const { extras, checks, ...audit } = await auditReport([LOG], run);

  test("the histogram's recovered advantage is that of the statistics, up to the bins' width", () => {
    const middle = (low: number, high: number) => (high <= 0 ? (low + high) / 2 : 0);
    const total = (side: "base" | "corrected") =>
      extras.advantages.bins.reduce((sum, bin) => sum + bin[side] * middle(bin.low, bin.high), 0);
    const recovered = audit.statistics.recoveredAdvantage.numerator;
    expect(Math.abs(total("corrected") - total("base") - recovered) / recovered).toBeLessThan(0.05);
    for (const side of ["base", "corrected"] as const) {
      expect(extras.advantages.bins.reduce((sum, bin) => sum + bin[side], 0)).toBe(extras.advantages.turns);
    }
  });

  test("pairs at theta or more are those of the determinism check", () => {
    const matched = extras.reliability.bins.filter(({ low }) => low >= DEFAULT_OPTIONS.theta);
    const pairs = checks.determinism.reduce((sum, row) => sum + row.matchedPairs, 0);
    expect(matched.reduce((sum, bin) => sum + bin.pairs, 0)).toBe(pairs);
    const equal = checks.determinism.reduce((sum, row) => sum + row.matchedPairs * (row.matchedEqual ?? 0), 0);
    expect(matched.reduce((sum, bin) => sum + bin.equalPairs, 0)).toBeCloseTo(equal, 6);
  });

  test("examples are groups with corrections, the largest gain first, as `explain` shows them", async () => {
    expect(extras.examples).toHaveLength(12);
    expect(extras.correctedGroups).toBeGreaterThan(12);
    const gains = extras.examples.map(({ rollouts }) =>
      rollouts.flatMap(({ turns }) => turns).reduce((sum, turn) => sum + turn.advantage - turn.base, 0),
    );
    expect(gains).toEqual([...gains].sort((a, b) => b - a));
    const [first] = extras.examples;
    const explained = await explainLog([LOG], run, { group: JSON.stringify(first?.group) });
    expect(first?.rollouts).toEqual(explained.rollouts);
    expect(first?.prompt).toBe(explained.prompt);
  });
});
