import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packCredits } from "../../src/credit/pack-credits.js";
import { piecesText } from "../../src/json/pieces.js";
import type { RolloutCredit } from "../../src/model/correction.js";
import { auditOpen } from "../../src/pipeline/audit-open.js";
import { Corrections } from "../../src/pipeline/corrections.js";
import { openLog } from "../../src/pipeline/open-log.js";
import { EngineMemory } from "../../src/pipeline/store/engine-memory.js";
import { runOf } from "../parallel/support.js";

const FIXTURE = resolve(import.meta.dirname, "../../fixtures/search-agent.jsonl");
const folder = mkdtempSync(join(tmpdir(), "tapo-corrections-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function creditsOfFixture(): Promise<RolloutCredit[]> {
  const run = runOf({ replicates: 1 });
  const log = await openLog([FIXTURE], run);
  const credits: RolloutCredit[] = [];
  await auditOpen(log, run, { whole: true, add: (made) => credits.push(...made), addPacked: () => {} });
  await log.close();
  return credits;
}

/** All that is written of a file's rows, and the kept credits. */
function written(corrections: Corrections, rows: number) {
  const of = corrections.ofFile(0);
  return {
    rows: Array.from({ length: rows }, (_, row) => {
      const { member, ...rest } = of(row) ?? { member: [] };
      return { text: piecesText(member ?? []), ...rest };
    }),
    tokens: Array.from({ length: rows }, (_, row) => corrections.tokensOfRow(0, row)),
    credits: [...corrections.all()],
    counts: corrections.counts(),
    turns: corrections.turns,
  };
}

test.each([false, true])("corrections from a file are those from memory (whole ones: %s)", async (whole) => {
  const credits = await creditsOfFixture();
  expect(credits.length).toBeGreaterThan(20);
  const fill = (memory: EngineMemory, name: string, spill: () => void) => {
    const corrections = new Corrections([FIXTURE], whole, { memory, temporary: join(folder, name) });
    for (let i = 0; i < credits.length; i += 7) {
      const some = credits.slice(i, i + 7);
      if (whole) corrections.add(some);
      else corrections.addPacked(packCredits(some, [FIXTURE]));
      if (i % 3 === 1) spill();
    }
    return corrections;
  };
  const memory = new EngineMemory(Number.POSITIVE_INFINITY);
  const right = written(
    fill(memory, "never", () => {}),
    credits.length + 1,
  );
  const spilled = fill(memory, "often", () => memory.spill());
  memory.spill();
  expect(spilled.spilledBytes).toBeGreaterThan(1000);
  expect(written(spilled, credits.length + 1)).toStrictEqual(right);
  memory.close();
  expect(readdirSync(folder)).toEqual([]);
});
