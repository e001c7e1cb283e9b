import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { auditLog, correctLog, DEFAULT_OPTIONS, type RunOptions } from "../../src/index.js";
import { simulateLog } from "../../src/pipeline.js";
import { temporaryFolder } from "../cli/tapo.js";

interface Row {
  readonly row: number;
  readonly turn: number;
  readonly base_advantage: number;
  readonly advantage: number;
  readonly corrected: boolean;
  readonly tools: readonly string[];
}

const run: RunOptions = {
  method: DEFAULT_OPTIONS,
  log: { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map(), lenient: false },
  threads: 1,
};

describe("the sidecar and the report", () => {
  test("add up to the same sums", async () => {
    const folder = temporaryFolder();
    const [log, sidecar] = [join(folder, "log.jsonl"), join(folder, "turns.jsonl")];
    writeFileSync(
      log,
      Array.from(simulateLog({ prompts: 40, seed: 3 }), (record) => `${JSON.stringify(record)}\n`).join(""),
    );
    const audit = await auditLog([log], run);
    const summary = await correctLog([log], run, { out: null, sidecar, force: false, parquetLayout: "default" });
    const lines = readFileSync(sidecar, "utf8").trimEnd().split("\n");
    const rows = lines.map((line) => JSON.parse(line) as Row);
    const rewards = readFileSync(log, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).reward as number);
    const failing = rows.filter(
      ({ row, tools }) => (rewards[row] ?? 0) < 0.5 && tools.some((tool) => tool !== "answer"),
    );
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    const { recoveredAdvantage, correctedTrajectories } = audit.statistics;
    expect(sum(failing.map((turn) => turn.advantage - turn.base_advantage))).toBeCloseTo(
      recoveredAdvantage.numerator,
      9,
    );
    expect(sum(failing.map((turn) => Math.abs(turn.base_advantage)))).toBeCloseTo(recoveredAdvantage.denominator, 9);
    const corrected = rows.filter((turn) => turn.corrected);
    expect(new Set(corrected.map(({ row }) => row)).size).toBe(correctedTrajectories.numerator);
    expect(corrected.length).toBe(summary.corrected.turns);
    expect(summary.corrected.rollouts).toBe(correctedTrajectories.numerator);
    expect(corrected.length).toBeGreaterThan(20);
  });
});
