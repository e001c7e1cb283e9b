import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/model/json.js";
import { compareBaseline } from "../../../src/report/gates/compare-baseline.js";

const result = (row: JsonObject): JsonObject => ({
  schema: "tapo.audit/1",
  statistics: { correctedActions: { numerator: 1, denominator: 2, value: 0.5, reason: null, ci95: null } },
  byBatch: [row],
});

test("a baseline whose batch has lost its name is the missing batch's, no bug", () => {
  const correctedActions = { numerator: 1, denominator: 2, value: 0.5, reason: null };
  const [now, before] = [result({ batch: null, correctedActions }), result({ correctedActions })];
  expect(compareBaseline(now, before, []).map(({ passed }) => passed)).not.toContain(false);
});
