import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/model/errors.js";
import { MARKED_ENCODINGS, UNMARKED_ENCODINGS } from "../../src/normalise/encodings/encodings.js";
import { parseGate } from "../../src/report/gates/gate-expression.js";
import { temporaryFolder } from "../cli/tapo.js";
import { makeLog } from "../faults/harness.js";
import { SAMPLES } from "../normalise/dialects/records.js";
import { generateLog } from "../property/generate.js";
import { makeRandom, type Random } from "../property/random.js";
import type { Json } from "../reference/types.js";
import { hostileValue, mutate, mutateBytes, mutateWords, print } from "./hostile.js";
import { faultsOf, reportFaults, runMain } from "./judge.js";

/** Seconds for all kinds of input together: `npm run fuzz` takes 600. `TAPO_FUZZ_SEED` gives other inputs. */
const SECONDS = Number(process.env.TAPO_FUZZ_SECONDS ?? 24);
const SEED = Number(process.env.TAPO_FUZZ_SEED ?? 1);

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

type Attempt = (random: Random, input: (name: string, bytes: string | Buffer) => string) => Promise<readonly string[]>;

/** Tries inputs until the time is over. A fault names the seed that makes its input again, and where the input lies. */
async function fuzz(share: number, attempt: Attempt): Promise<{ tried: number; found: unknown[] }> {
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

const COMMANDS = ["audit", "correct", "ablate", "compare", "inspect", "explain"] as const;

/** One command over a log, with reports of every kind, judged. */
async function judgeLog(random: Random, log: string, more: readonly string[] = []): Promise<string[]> {
  const command = random.pick(COMMANDS);
  const lenient = random.chance(0.6) ? ["--lenient"] : [];
  const written = REPORTS.map((name) => at(name));
  for (const path of written) rmSync(path, { force: true });
  const [html = "", csv = "", md = "", junit = "", json = ""] = written;
  const reports = ["--report", `csv=${csv}`, "--report", `md=${md}`, "--report", `json=${json}`];
  if (random.chance(0.15)) reports.push("--report", `html=${html}`);
  const sidecar = random.pick(written.slice(5) as [string, ...string[]]);
  const own = {
    audit: reports,
    ablate: [
      "--variants",
      "tapo,base",
      ...reports,
      "--report",
      `junit=${junit}`,
      "--assert",
      "tapo.correctedActions >= 0",
    ],
    compare: ["--report", `csv=${csv}`],
    correct: ["--out", at("out"), "--sidecar", sidecar],
    inspect: [],
    explain: ["--worst", "2"],
  }[command];
  const printed = command !== "correct" && random.chance(0.3) ? ["--json"] : [];
  const ran = await runMain([command, log, ...own, ...printed, ...lenient, ...more, "--force", "--threads", "1"]);
  return [...faultsOf(ran, [0, 1, 2]), ...reportFaults(written)].map((fault) => `${command}: ${fault}`);
}

/** Reports and sidecars: text that must be fit for a terminal, whatever the log holds. */
const REPORTS = ["r.html", "r.csv", "r.md", "r.xml", "r.json", "s.csv", "s.jsonl", "s.parquet", "s.arrow"];

/** The same rows as an Arrow stream. */
async function asStream(file: Uint8Array): Promise<Uint8Array> {
  const { tableFromIPC, tableToIPC } = await import("apache-arrow");
  return tableToIPC(tableFromIPC(file), "stream");
}

function lines(random: Random, values: readonly Json[], p: number): string {
  return values.map((value) => `${print(mutate(random, value, p))}\n`).join("");
}

describe(`fuzzing for ${SECONDS} s from seed ${SEED}`, { timeout: SECONDS * 1000 + 120_000 }, () => {
  test("logs of the own dialect", async () => {
    const { tried, found } = await fuzz(0.25, (random, input) => {
      const { records } = generateLog(random.int(1e6));
      const p = random.pick([0.002, 0.01, 0.05]);
      return judgeLog(
        random,
        input(
          "own.jsonl",
          lines(
            random,
            records.map(({ value }) => value),
            p,
          ),
        ),
      );
    });
    expect(found).toEqual([]);
    expect(tried).toBeGreaterThan(3);
  });

  test("records of every dialect, named and detected", async () => {
    const { found } = await fuzz(0.25, (random, input) => {
      const { dialect, record } = random.pick(SAMPLES as unknown as [(typeof SAMPLES)[number]]);
      const values = Array.from({ length: 1 + random.int(6) }, () => record as Json);
      const named = random.chance(0.5) ? ["--dialect", dialect] : [];
      return judgeLog(random, input("7.jsonl", lines(random, values, random.pick([0.005, 0.02, 0.1]))), named);
    });
    expect(found).toEqual([]);
  });

  test("texts of calls in every encoding", async () => {
    const encodings = [...MARKED_ENCODINGS, ...UNMARKED_ENCODINGS];
    const pieces = [
      ...encodings.flatMap(({ openers }) => openers),
      ..."</tool_call> <function=f> <parameter=q> </parameter> </function> { } [ ] ( ) \" ' \\ , : = \n ``` <think> </think> <answer> </answer> \\boxed{ <tool_response> </tool_response> <|im_end|> <|im_start|>".split(
        " ",
      ),
      '{"name": "f", "arguments": {"q": "x"}}',
      '{"__proto__": {"polluted": 1}}',
      "f(q='x')",
      "red car",
    ];
    const { found } = await fuzz(0.15, (random, input) => {
      const text = () =>
        Array.from({ length: random.int(30) }, () => random.pick(pieces as [string, ...string[]])).join("");
      const rows = [0, 1, 1].map((score) => print({ input: "q", output: text(), score, gts: "a", step: 1 }));
      return judgeLog(random, input("texts.jsonl", rows.join("\n")));
    });
    expect(found).toEqual([]);
  });

  test("bytes of JSONL", async () => {
    const fixture = readFileSync(resolve(import.meta.dirname, "../../fixtures/search-agent.jsonl"));
    const seed = Buffer.from(fixture.subarray(0, fixture.lastIndexOf(10, 60_000) + 1));
    const { found } = await fuzz(0.15, (random, input) => {
      const name = random.pick(["bytes.jsonl", "bytes.json", "bytes.txt", "bytes.jsonl.gz"]);
      return judgeLog(random, input(name, mutateBytes(random, seed)));
    });
    expect(found).toEqual([]);
  });

  test("bytes of parquet", async () => {
    const seed = readFileSync(await makeLog(folder, "parquet", 4));
    const { found } = await fuzz(0.07, (random, input) =>
      judgeLog(random, input("bytes.parquet", mutateBytes(random, seed))),
    );
    expect(found).toEqual([]);
  });

  test.each(["arrow-file", "arrow-stream"])("bytes of %s", async (kind) => {
    const seed = readFileSync(await makeLog(folder, "arrow", 4));
    const bytes = kind === "arrow-file" ? seed : await asStream(seed);
    const { found } = await fuzz(0.04, (random, input) =>
      judgeLog(
        random,
        input("bytes.arrow", random.chance(0.5) ? mutateBytes(random, bytes) : mutateWords(random, bytes)),
      ),
    );
    expect(found).toEqual([]);
  });

  test("config files and baselines", async () => {
    const log = at("config-log.jsonl");
    writeFileSync(
      log,
      generateLog(3)
        .records.map(({ value }) => `${print(value)}\n`)
        .join(""),
    );
    const config: Json = {
      theta: 0.4,
      scope: "batch",
      groupBy: ["group"],
      excludeTools: ["a"],
      tools: {
        search: { ignore: ["k"], kinds: { query: "text" }, weights: { query: 2 }, identity: [], transfer: true },
      },
    };
    const { found } = await fuzz(0.04, async (random, input) => {
      const broken = random.chance(0.3);
      const text = broken ? mutateBytes(random, Buffer.from(print(config))) : print(mutate(random, config, 0.1));
      const path = input("config.json", text);
      const option = random.chance(0.7) ? ["--config", path] : ["--baseline", path];
      return faultsOf(await runMain(["audit", log, ...option, "--threads", "1"]), [0, 1, 2]);
    });
    expect(found).toEqual([]);
  });

  test("gate expressions", async () => {
    const tokens = [
      "tapo",
      ".",
      "correctedActions",
      ">=",
      "<",
      "==",
      "=",
      "!",
      "0.3",
      "1e999",
      "-",
      " ",
      "\t",
      "__proto__",
      "beta=0.2",
      "[0]",
    ];
    const { found } = await fuzz(0.02, async (random) => {
      const text = Array.from({ length: random.int(9) }, () => random.pick(tokens as [string, ...string[]])).join("");
      try {
        const { path, bound } = parseGate(text);
        return path === "" || Number.isNaN(bound) ? [`${text} was read as ${path} and ${bound}`] : [];
      } catch (error) {
        return error instanceof UsageError ? [] : [`${text}: ${String(error)}`];
      }
    });
    expect(found).toEqual([]);
  });

  test("values of every kind as fields of a record", async () => {
    const { found } = await fuzz(0.05, (random, input) => {
      const record = {
        batch: hostileValue(random),
        group: hostileValue(random),
        rollout: hostileValue(random),
        reward: random.pick([0, 1]),
      };
      const messages = [
        { role: "user", content: "q" },
        {
          role: "assistant",
          content: hostileValue(random),
          tool_calls: [{ function: { name: hostileValue(random), arguments: hostileValue(random) } }],
        },
      ];
      return judgeLog(random, input("fields.jsonl", `${print({ ...record, messages })}\n`.repeat(3)));
    });
    expect(found).toEqual([]);
  });
});
