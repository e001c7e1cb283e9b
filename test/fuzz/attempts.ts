import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { temporaryFolder } from "../cli/tapo.js";
import { makeRandom, type Random } from "../property/random.js";
import type { Json } from "../reference/types.js";
import { mutate, print } from "./hostile.js";
import { faultsOf, reportFaults, runMain } from "./judge.js";

/** Seconds for all kinds of input together: `npm run fuzz` takes 600. `TAPO_FUZZ_SEED` gives other inputs. */
export const SECONDS = Number(process.env.TAPO_FUZZ_SECONDS ?? 24);
export const SEED = Number(process.env.TAPO_FUZZ_SEED ?? 1);

export const folder = temporaryFolder();
export const at = (name: string) => join(folder, name);

/** Writes an input and gives its path. */
export type Input = (name: string, bytes: string | Buffer) => string;
type Attempt = (random: Random, input: Input) => Promise<readonly string[]>;

/** Tries inputs until the time is over. A fault names the seed that makes its input again, and where the input lies. */
export async function fuzz(share: number, attempt: Attempt): Promise<{ tried: number; found: unknown[] }> {
  const end = performance.now() + share * SECONDS * 1000;
  const found: unknown[] = [];
  let tried = 0;
  for (; performance.now() < end && found.length < 5; tried++) {
    const seed = SEED * 1_000_003 + tried;
    const written: string[] = [];
    const faults = await attempt(makeRandom(seed), (name, bytes) => {
      writeFileSync(at(name), bytes);
      written.push(at(name));
      return at(name);
    });
    if (faults.length === 0) continue;
    const kept = written.map((path) => {
      const copy = `${path}.${seed}`;
      writeFileSync(copy, readFileSync(path));
      return copy;
    });
    found.push({ seed, faults: faults.slice(0, 2), kept });
  }
  if (process.env.TAPO_FUZZ_SECONDS !== undefined) console.log(`${expect.getState().currentTestName}: ${tried} inputs`);
  return { tried, found };
}

const COMMANDS = ["audit", "correct", "ablate", "compare", "inspect", "explain", "shard"] as const;

/** One command over a log, with reports of every kind, judged. */
export async function judgeLog(random: Random, log: string, more: readonly string[] = []): Promise<string[]> {
  const command = random.pick(COMMANDS);
  const written = REPORTS.map((name) => at(name));
  for (const path of written) rmSync(path, { force: true });
  const [html = "", csv = "", md = "", junit = "", json = "", partial = ""] = written;
  const reports = ["--report", `csv=${csv}`, "--report", `md=${md}`, "--report", `json=${json}`];
  if (random.chance(0.15)) reports.push("--report", `html=${html}`);
  const gate = ["--report", `junit=${junit}`, "--assert", "tapo.correctedActions >= 0"];
  const args = {
    audit: ["audit", ...reports],
    ablate: ["ablate", "--variants", "tapo,base", ...reports, ...gate],
    compare: ["compare", "--report", `csv=${csv}`],
    correct: ["correct", "--out", at("out"), "--sidecar", random.pick(SIDECARS), ...writeTo(random)],
    inspect: ["inspect"],
    explain: ["explain", "--row", String(random.int(4)), "--report", `md=${md}`],
    shard: ["audit", "--shard", "0/2", "--partial", partial],
  }[command];
  const printed = command !== "correct" && command !== "shard" && random.chance(0.3) ? ["--json"] : [];
  const lenient = random.chance(0.6) ? ["--lenient"] : [];
  const ran = await runMain([...args, log, ...printed, ...lenient, ...more, "--force", "--threads", "1"]);
  const faults = [...faultsOf(ran, command === "ablate" ? [0, 1, 2] : [0, 2]), ...reportFaults(written)];
  return faults.map((fault) => `${command}: ${fault}`);
}

function writeTo(random: Random): string[] {
  return random.chance(0.2) ? ["--write-to", "both"] : [];
}

/** Text that must be fit for a terminal, whatever the log holds. */
const REPORTS = ["r.html", "r.csv", "r.md", "r.xml", "r.json", "part.json", "s.csv", "s.jsonl"];
const SIDECARS = [at("s.csv"), at("s.jsonl"), at("s.parquet"), at("s.arrow")] as const;

export function lines(random: Random, values: readonly Json[], p: number): string {
  return values.map((value) => `${print(mutate(random, value, p))}\n`).join("");
}
