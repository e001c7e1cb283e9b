import { describe, expect, test } from "vitest";
import { auditRecords } from "../../src/index.js";
import { makeRandom, type Random } from "../property/random.js";
import type { JsonObject } from "../reference/types.js";
import { log, record } from "./records.js";

/** `TAPO_COVERAGE_LOGS=5000 npx vitest run test/numbers/coverage.test.ts` for a closer look. */
const LOGS = Number(process.env.TAPO_COVERAGE_LOGS ?? 500);
const GROUPS = 60;

/**
 * Kinds of groups, equally likely. A failing rollout makes `calls` calls, and each repeats the success's call with
 * probability `rate`: calls and rate go together, so that the ratio of sums is no mean of ratios.
 */
const KINDS = [
  { failures: 2, calls: 1, rate: 0.7 },
  { failures: 3, calls: 2, rate: 0.5 },
  { failures: 4, calls: 3, rate: 0.2 },
] as const;

function drawGroup(random: Random, name: string): JsonObject[] {
  const { failures, calls, rate } = KINDS[random.int(KINDS.length)] ?? KINDS[0];
  const queries = () => Array.from({ length: calls }, () => (random.chance(rate) ? "red car" : "blue bus"));
  return [
    record(1, ["red car"], { group: name }),
    ...Array.from({ length: failures }, () => record(0, queries(), { group: name })),
  ];
}

/** What the figures are shares of, in the limit of many groups. */
function truth(): { actions: number; trajectories: number } {
  const sum = (of: (kind: (typeof KINDS)[number]) => number) => KINDS.reduce((total, kind) => total + of(kind), 0);
  return {
    actions:
      sum(({ failures, calls, rate }) => failures * calls * rate) / sum(({ failures, calls }) => failures * calls),
    trajectories:
      sum(({ failures, calls, rate }) => failures * (1 - (1 - rate) ** calls)) / sum(({ failures }) => failures),
  };
}

describe("95 % intervals", { timeout: 120_000 }, () => {
  test(`hold the truth in 92 to 98 % of ${LOGS} logs of ${GROUPS} groups of known rate`, () => {
    const random = makeRandom(2026);
    const known = truth();
    const held = { actions: 0, trajectories: 0 };
    for (let i = 0; i < LOGS; i++) {
      const values = Array.from({ length: GROUPS }, (_, g) => drawGroup(random, `log ${i} group ${g}`)).flat();
      const { correctableActions, correctableTrajectories } = auditRecords(log(values)).statistics;
      const holds = ([low, high]: readonly [number, number], value: number) => Number(low <= value && value <= high);
      held.actions += holds(correctableActions.ci95 ?? [1, 0], known.actions);
      held.trajectories += holds(correctableTrajectories.ci95 ?? [1, 0], known.trajectories);
    }
    const shares = { actions: held.actions / LOGS, trajectories: held.trajectories / LOGS };
    if (process.env.TAPO_COVERAGE_LOGS !== undefined) console.log(shares);
    for (const share of Object.values(shares)) {
      expect(share).toBeGreaterThanOrEqual(0.92);
      expect(share).toBeLessThanOrEqual(0.98);
    }
  });
});
