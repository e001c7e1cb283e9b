import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { Variant } from "../../src/model/ablation.js";
import { ablateLog, auditLog, auditReport } from "../../src/pipeline.js";
import { runOf, sharded, testFolder, whole } from "../parallel/support.js";

const LOG = resolve(import.meta.dirname, "../../fixtures/search-agent.jsonl");
const RUN = runOf({ replicates: 300 });
const NAMES = ["correctedTrajectories", "correctedActions", "recoveredAdvantage"] as const;
const extra: Variant[] = [
  { name: "rloo", options: { rule: "rloo" } },
  { name: "grpo", options: { rule: "grpo" } },
];
const folder = testFolder();

describe("intervals of an ablation", async () => {
  const { variants } = await ablateLog([LOG], RUN, { variants: null, extra, sweeps: [] });
  const named = (name: string) => variants.find((variant) => variant.name === name);

  test("those of the run's own options are the audit's", async () => {
    const { statistics } = await auditLog([LOG], RUN);
    for (const name of NAMES) {
      expect(statistics[name].ci95).not.toBeNull();
      expect(named("tapo")?.intervals[name]).toEqual(statistics[name].ci95);
    }
  });

  test("every variant's figures lie in their intervals", () => {
    for (const variant of variants) {
      for (const name of NAMES) {
        const [low, high] = variant.intervals[name] ?? [Number.NaN, Number.NaN];
        expect(variant[name].value, `${variant.name} ${name}`).toBeGreaterThanOrEqual(low);
        expect(variant[name].value, `${variant.name} ${name}`).toBeLessThanOrEqual(high);
      }
    }
    expect(named("base")?.intervals).toEqual(Object.fromEntries(NAMES.map((name) => [name, [0, 0]])));
  });

  test("are audits' own at other options", async () => {
    for (const [name, options] of [
      ["theta=0.7", { theta: 0.7 }],
      ["beta=0.2", { beta: 0.2 }],
    ] as const) {
      const { statistics } = await auditLog([LOG], runOf({ replicates: 300, ...options }));
      for (const figure of NAMES) expect(named(name)?.intervals[figure]).toEqual(statistics[figure].ci95);
    }
  });

  test("other rules have shares of advantages of their own, merged from shards to the byte", async () => {
    const request = { variants: ["tapo"], extra, sweeps: [] };
    expect(await sharded(folder, [LOG], RUN, request, 3)).toBe(await whole([LOG], RUN, request));
  });
});

test("intervals over theta: at the run's own theta those of the audit", async () => {
  const { extras, statistics, thetaSweep } = await auditReport([LOG], RUN);
  expect(extras.thetaIntervals.map(({ theta }) => theta)).toEqual(thetaSweep.map(({ theta }) => theta));
  for (const name of ["correctableTrajectories", "correctableActions"] as const) {
    const own = extras.thetaIntervals.find(({ theta }) => theta === RUN.method.theta);
    expect(own?.[name]).toEqual(statistics[name].ci95);
    for (const [i, row] of thetaSweep.entries()) {
      const [low, high] = extras.thetaIntervals[i]?.[name] ?? [Number.NaN, Number.NaN];
      expect(row[name].value).toBeGreaterThanOrEqual(low);
      expect(row[name].value).toBeLessThanOrEqual(high);
    }
  }
});
