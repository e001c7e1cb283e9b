import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../cli/tapo.js";
import { faultsOf, runMain } from "../fuzz/judge.js";
import { makeRandom, type Random } from "../property/random.js";
import { drawEnd, drawExtremeLog } from "./extreme-logs.js";

/** `TAPO_EXTREME_LOGS=1000 npx vitest run test/numbers/extremes.test.ts` for more. */
const LOGS = Number(process.env.TAPO_EXTREME_LOGS ?? 40);

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

/** Options at their ends besides numbers of the log. */
function drawOptions(random: Random): string[] {
  return [
    ["--estimator", random.pick(["grpo", "dr-grpo", "rloo", "logged"])],
    ["--success-threshold", String(drawEnd(random, 1e300))],
    ["--eps", random.pick(["0", "1e-6", "5e-324", "1e308"])],
    ["--beta", random.pick(["0.8", "1000", "5e-324"])],
    ["--ddof", random.pick(["0", "1"])],
    ["--parallel-calls", random.pick(["mean", "max", "min"])],
    ["--scope", random.pick(["group", "batch"])],
    ["--replicates", "40"],
    random.chance(0.3) ? ["--preset", "verl"] : [],
  ].flat();
}

/** What no output may hold where it is not a word of the log. */
const NO_NUMBER = /\b(NaN|Infinity|undefined)\b/;

async function judge(args: readonly string[], written: readonly string[] = []): Promise<string[]> {
  const ran = await runMain(args);
  const texts = [ran.stdout, ...written.filter(existsSync).map((path) => readFileSync(path, "utf8"))];
  const faults = faultsOf(ran);
  for (const text of texts) {
    const found = NO_NUMBER.exec(text);
    if (found !== null) faults.push(text.slice(Math.max(0, found.index - 80), found.index + 20));
  }
  return faults.map((fault) => `${args[0]}: ${fault}`);
}

async function judgeCommands(log: string, options: readonly string[]): Promise<string[]> {
  const files = (names: readonly string[]) => names.map((name) => at(name));
  const [audit, html, sidecar, out] = files(["audit.csv", "audit.html", "turns.csv", "out.jsonl"]) as [
    string,
    string,
    string,
    string,
  ];
  const forced = [...options, "--force"];
  return [
    ...(await judge(["audit", log, "--json", ...options])),
    ...(await judge(["audit", log, "--report", `csv=${audit}`, "--report", `html=${html}`, ...forced], [audit, html])),
    ...(await judge(["correct", log, "--out", out, "--sidecar", sidecar, ...forced], [out, sidecar])),
    ...(await judge(["ablate", log, "--json", ...options])),
    ...(await judge(["ablate", log, "--report", `csv=${audit}`, "--report", `html=${html}`, ...forced], [audit, html])),
    ...(await judge(["compare", log, "--json", ...options])),
    ...(await judge(["compare", log, "--report", `html=${html}`, ...forced], [html])),
    ...(await judge(["explain", log, "--worst", "2", "--json", ...options])),
    ...(await judge(["explain", log, "--worst", "2", ...options])),
  ];
}

/** Whether shards and their merge give what one process gives. */
async function judgeShards(command: "audit" | "ablate", log: string, options: readonly string[]): Promise<string[]> {
  const whole = await runMain([command, log, "--json", ...options]);
  const parts = [at("part-0.json"), at("part-1.json")];
  const shards = [];
  for (const [i, part] of parts.entries()) {
    shards.push(await runMain([command, log, "--shard", `${i}/2`, "--partial", part, "--force", ...options]));
  }
  const merged = await runMain(["merge", ...parts, "--json"]);
  const faults = [...shards, merged].flatMap((ran) => faultsOf(ran));
  if (whole.code === 0 && shards.every(({ code }) => code === 0) && merged.stdout !== whole.stdout)
    faults.push("merged bytes differ");
  return faults.map((fault) => `${command} in shards: ${fault}`);
}

describe("numbers at the ends of the doubles", { timeout: 60_000 + 10_000 * LOGS }, () => {
  test(`through every command: numbers, or null with a reason, or refused by row (${LOGS} logs)`, async () => {
    const found: unknown[] = [];
    for (let seed = 0; seed < LOGS && found.length < 5; seed++) {
      const random = makeRandom(seed);
      const log = at(`log-${seed}.jsonl`);
      writeFileSync(
        log,
        drawExtremeLog(random)
          .map((value) => `${JSON.stringify(value)}\n`)
          .join(""),
      );
      const options = [...drawOptions(random), "--threads", "1"];
      const faults = [
        ...(await judgeCommands(log, options)),
        ...(await judgeShards("audit", log, options)),
        ...(await judgeShards("ablate", log, options)),
      ];
      if (faults.length > 0) found.push({ seed, options: options.join(" "), faults: faults.slice(0, 3) });
    }
    expect(found).toEqual([]);
  });
});
