import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/model/json.js";
import { simulateLog } from "../../src/simulate/simulate.js";
import { ablateReference, auditReference } from "../reference/reference.js";

const FIXTURE = new URL("../../fixtures/search-agent.jsonl", import.meta.url);

const asRecords = (log: Iterable<JsonObject>) =>
  [...log].map((value, row) => ({ path: "log", row, value: JSON.parse(JSON.stringify(value)) }));

describe("a log with the default model", () => {
  const records = asRecords(simulateLog({ prompts: 80, steps: 4, seed: 1 }));
  const audit = auditReference(records, { replicates: 2 });

  it("has something to correct, and something not to", () => {
    const { rollouts, successful, groups, mixedGroups, toolCalls, malformedToolCalls, singletonGroups } = audit.funnel;
    expect(successful / rollouts).toBeGreaterThan(0.38);
    expect(successful / rollouts).toBeLessThan(0.55);
    expect(mixedGroups / groups).toBeGreaterThan(0.75);
    expect(mixedGroups / groups).toBeLessThan(1);
    expect(toolCalls / rollouts).toBeGreaterThan(3);
    expect(toolCalls / rollouts).toBeLessThan(4);
    expect(malformedToolCalls / toolCalls).toBeGreaterThan(0.003);
    expect(malformedToolCalls / toolCalls).toBeLessThan(0.02);
    expect(singletonGroups).toBeGreaterThan(0);
    const correctable = audit.statistics.correctableTrajectories?.value ?? 0;
    expect(correctable).toBeGreaterThan(0.4);
    expect(correctable).toBeLessThan(0.7);
  });

  it("can judge the correction by the true credit: nearer to it than the base advantage", () => {
    const { variants } = ablateReference(records, { replicates: 2 });
    const truth = (name: string) => variants.find((variant) => variant.name === name)?.truth;
    expect(truth("base")?.turns).toBe(records.reduce((sum, { value }) => sum + value.true_advantages.length, 0));
    expect(truth("tapo")?.pearson).toBeGreaterThan(truth("base")?.pearson ?? 1);
    expect(truth("tapo")?.mse).toBeLessThan(truth("base")?.mse ?? 0);
  });
});

describe("fixtures/search-agent.jsonl", () => {
  it.skipIf(!existsSync(FIXTURE))("is what the command in fixtures/README.md writes, byte for byte", () => {
    const lines = [...simulateLog({ prompts: 50, steps: 5, seed: 7 })].map((record) => `${JSON.stringify(record)}\n`);
    expect(readFileSync(FIXTURE, "utf8")).toBe(lines.join(""));
  });
});
