import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { jsonText } from "../../src/json/text.js";
import type { JsonObject } from "../../src/model/json.js";
import type { MethodOptions } from "../../src/model/options.js";
import { generateLog } from "../property/generate.js";
import { ALL_VARIANTS, runOf, sharded, testFolder, whole } from "./support.js";

const FIXTURE = resolve(import.meta.dirname, "../../fixtures/search-agent.jsonl");
const COUNTS = [1, 2, 3, 8];
/** More on demand: `TAPO_SHARD_LOGS=5000 npx vitest run test/parallel`. */
const LOGS = Number(process.env.TAPO_SHARD_LOGS ?? 120);
const folder = testFolder();

/** Records of a generated log as JSONL files of their paths, with names that hold no step. */
function writeLog(seed: number): { inputs: string[]; options: Partial<MethodOptions> } {
  const { records, options } = generateLog(seed);
  const paths = [...new Set(records.map(({ path }) => path))];
  const home = join(folder, `log-${seed}`);
  mkdirSync(home, { recursive: true });
  const inputs = paths.map((path, i) => {
    const file = join(home, `${"abcdefgh"[i] ?? "z"}${i > 7 ? "z".repeat(i) : ""}.jsonl`);
    const lines = records.filter((record) => record.path === path).map(({ value }) => jsonText(value as JsonObject));
    writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
    return file;
  });
  return { inputs, options: options as Partial<MethodOptions> };
}

describe("merged shards are the log to the byte", { timeout: 120_000 }, () => {
  test.each(COUNTS)("audit of the fixture, %i shards", async (count) => {
    const run = runOf({ replicates: 1000 });
    expect(await sharded(folder, [FIXTURE], run, null, count)).toBe(await whole([FIXTURE], run, null));
  });

  test.each(COUNTS)("ablation of the fixture, %i shards", async (count) => {
    const run = runOf({ replicates: 200 });
    expect(await sharded(folder, [FIXTURE], run, ALL_VARIANTS, count)).toBe(await whole([FIXTURE], run, ALL_VARIANTS));
  });

  test("a file a step, which only its shard opens", async () => {
    const home = join(folder, "steps");
    mkdirSync(home, { recursive: true });
    for (const [i, line] of readFileSync(FIXTURE, "utf8").trim().split("\n").entries()) {
      const { batch: _, ...record } = JSON.parse(line) as JsonObject;
      writeFileSync(join(home, `${i % 11}.jsonl`), `${JSON.stringify(record)}\n`, { flag: "a" });
    }
    for (const request of [null, ALL_VARIANTS]) {
      const expected = await whole([home], runOf(), request);
      for (const count of COUNTS) expect(await sharded(folder, [home], runOf(), request, count)).toBe(expected);
    }
  });

  test("generated logs: merged to the byte, or refused where a shard cannot know the groups", async () => {
    const refused: string[] = [];
    for (let seed = 0; seed < LOGS; seed++) {
      const { inputs, options } = writeLog(seed);
      const run = runOf({ ...options, replicates: 20 });
      const count = COUNTS[seed % COUNTS.length] ?? 2;
      for (const request of [null, ALL_VARIANTS]) {
        const expected = await whole(inputs, run, request).catch(String);
        const merged = await sharded(folder, inputs, run, request, count).catch(String);
        if (/the shards cannot be merged/.test(merged)) refused.push(`${seed}: ${merged}`);
        else expect(merged, `seed ${seed}, ${count} shards`).toBe(expected);
      }
    }
    expect(refused.length).toBeLessThan(LOGS / 5);
    expect(refused.filter((line) => !line.includes("--group-by"))).toEqual([]);
  });
});
