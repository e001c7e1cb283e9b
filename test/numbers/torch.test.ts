import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { correctRecords, type MethodOptions } from "../../src/index.js";
import { PRESET_OPTIONS } from "../../src/model/options.js";
import { makeRandom, type Random } from "../property/random.js";
import { log, record } from "./records.js";

/** A Python with torch and verl: `TAPO_TORCH_PYTHON=/path/to/python npx vitest run test/numbers/torch.test.ts`. */
const PYTHON = process.env.TAPO_TORCH_PYTHON;
const BATCHES = Number(process.env.TAPO_TORCH_BATCHES ?? 1000);
const SCRIPT = join(import.meta.dirname, "torch_advantages.py");

interface Batch {
  readonly rewards: readonly number[];
  readonly groups: readonly string[];
  /** Group size where all groups have one, as TRL needs it, in rows one after the other. */
  readonly num_generations: number | null;
}

/** Rewards that float32 holds exactly, so that both sides are given the same numbers. */
function drawReward(random: Random): number {
  return random.pick([
    () => random.int(2),
    () => random.int(2),
    () => random.int(5) / 4,
    () => Math.fround(random.next()),
    () => Math.fround(10 * random.next() - 5),
  ])();
}

function drawBatch(random: Random): Batch {
  const size = random.pick([2, 4, 8, 16]);
  const even = random.chance(0.5);
  const groups: string[] = [];
  const rewards: number[] = [];
  for (let g = 0; g < 1 + random.int(6); g++) {
    const equal = random.chance(0.1) ? random.int(2) : null;
    const n = even ? size : 1 + random.int(size);
    for (let j = 0; j < n; j++) {
      groups.push(`q${g}`);
      rewards.push(equal ?? drawReward(random));
    }
  }
  const order = even ? groups.map((_, i) => i) : random.shuffle(groups.map((_, i) => i));
  const at = <T>(list: readonly T[]) => order.flatMap((i) => list.slice(i, i + 1));
  return { rewards: at(rewards), groups: at(groups), num_generations: even ? size : null };
}

/** Under which options the library does what the framework does: the documented differences are these and no others. */
const SAME: Readonly<Record<string, Partial<MethodOptions>>> = {
  "verl grpo": { ...PRESET_OPTIONS.verl, estimator: "grpo" },
  "verl dr-grpo": { ...PRESET_OPTIONS.verl, estimator: "dr-grpo" },
  "verl rloo": { ...PRESET_OPTIONS.verl, estimator: "rloo" },
  "trl grpo": { ...PRESET_OPTIONS.trl, estimator: "grpo" },
  "trl dr-grpo": { ...PRESET_OPTIONS.trl, estimator: "dr-grpo" },
  "trl rloo": { ...PRESET_OPTIONS.trl, estimator: "rloo" },
};

function ours({ rewards, groups }: Batch, options: Partial<MethodOptions>): number[] {
  const values = rewards.map((reward, i) => record(reward, [], { group: groups[i] ?? "" }));
  return correctRecords(log(values), options).map(({ advantage }) => Number(advantage));
}

describe.skipIf(PYTHON === undefined)("advantages of verl and TRL (skipped without TAPO_TORCH_PYTHON)", () => {
  test(`equal ours on ${BATCHES} batches to float32 accuracy`, { timeout: 300_000 }, () => {
    const random = makeRandom(1);
    const batches = Array.from({ length: BATCHES }, () => drawBatch(random));
    const input = batches.map((batch) => `${JSON.stringify(batch)}\n`).join("");
    const ran = spawnSync(PYTHON ?? "", [SCRIPT], { input, encoding: "utf8", maxBuffer: 1 << 28 });
    expect(ran.status, ran.stderr).toBe(0);
    const lines = ran.stdout.trimEnd().split("\n");
    expect(lines.length).toBe(BATCHES);
    const compared = new Map<string, number>();
    const differing: unknown[] = [];
    for (const [b, batch] of batches.entries()) {
      const theirs = JSON.parse(lines[b] ?? "") as Record<string, number[]>;
      for (const [name, expected] of Object.entries(theirs)) {
        const found = ours(batch, SAME[name] ?? {});
        compared.set(name, (compared.get(name) ?? 0) + found.length);
        const off = found.findIndex((a, i) => !close(a, expected[i] ?? Number.NaN));
        if (off >= 0) differing.push({ name, batch: b, found: found[off], expected: expected[off] });
      }
    }
    expect(differing.slice(0, 5)).toEqual([]);
    expect([...compared.keys()].sort()).toEqual(Object.keys(SAME).sort());
    expect(Math.min(...compared.values())).toBeGreaterThan(BATCHES);
  });
});

/** Rewards reach 5 and deviations are divided by a spread of at least 1e-3 in all but a few draws: some units of float32. */
function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 2e-5 * Math.max(1, Math.abs(a));
}
