import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/model/errors.js";
import { MARKED_ENCODINGS, UNMARKED_ENCODINGS } from "../../src/normalise/encodings/encodings.js";
import { parseGate } from "../../src/report/gates/gate-expression.js";
import { zstdFrame } from "../../src/write/zstd-frame.js";
import { makeLog } from "../faults/harness.js";
import { SAMPLES } from "../normalise/dialects/records.js";
import { generateLog } from "../property/generate.js";
import { makeRandom, type Random } from "../property/random.js";
import type { Json } from "../reference/types.js";
import { at, folder, fuzz, judgeLog, lines, SECONDS, SEED } from "./attempts.js";
import { hostileValue, mutate, mutateBytes, mutateWords, print } from "./hostile.js";
import { faultsOf, runMain } from "./judge.js";

/** The same rows as an Arrow stream. */
async function asStream(file: Uint8Array): Promise<Uint8Array> {
  const { tableFromIPC, tableToIPC } = await import("apache-arrow");
  return tableToIPC(tableFromIPC(file), "stream");
}

/** A JSON file with a few values or bytes changed. */
function broken(random: Random, bytes: Buffer | undefined): Buffer {
  const text = (bytes ?? Buffer.alloc(0)).toString("utf8");
  const value = () => mutate(random, JSON.parse(text) as Json, random.pick([0.001, 0.01, 0.1]));
  return random.chance(0.3) ? mutateBytes(random, Buffer.from(text)) : Buffer.from(print(value()));
}

describe(`fuzzing for ${SECONDS} s from seed ${SEED}`, { timeout: SECONDS * 1000 + 120_000 }, () => {
  test("logs of the own dialect", async () => {
    const { tried, found } = await fuzz(0.2, (random, input) => {
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
    const { found } = await fuzz(0.2, (random, input) => {
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
      const name = random.pick(["bytes.jsonl", "bytes.json", "bytes.txt"]);
      return judgeLog(random, input(name, mutateBytes(random, seed)));
    });
    expect(found).toEqual([]);
  });

  test.each(["gz", "zst"])("bytes of JSONL in %s, broken before or after compression", async (kind) => {
    const fixture = readFileSync(resolve(import.meta.dirname, "../../fixtures/search-agent.jsonl"));
    const seed = Buffer.from(fixture.subarray(0, fixture.lastIndexOf(10, 30_000) + 1));
    const frame = await zstdFrame();
    const compress = (bytes: Buffer) => Buffer.from(kind === "gz" ? gzipSync(bytes) : frame(bytes));
    const { found } = await fuzz(0.04, (random, input) => {
      const cut = random.int(seed.length);
      const parts = [seed.subarray(0, cut), seed.subarray(cut)].map(compress);
      const broken = random.pick([
        () => mutateBytes(random, compress(seed)),
        () => mutateBytes(random, Buffer.concat(parts)),
        () => compress(mutateBytes(random, seed)),
        () => compress(compress(seed)),
        () => Buffer.concat([...parts, Buffer.alloc(random.int(64))]),
        () => compress(seed).subarray(0, random.int(seed.length)),
      ])();
      return judgeLog(
        random,
        input(`bytes.jsonl.${kind}`, broken),
        random.chance(0.2) ? ["--max-expanded", "20000"] : [],
      );
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

  test("config files", async () => {
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
    const { found } = await fuzz(0.05, async (random, input) => {
      const path = input("config.json", broken(random, Buffer.from(print(config))));
      return faultsOf(await runMain(["audit", log, "--config", path, "--threads", "1"]));
    });
    expect(found).toEqual([]);
  });

  test("baselines, and partial results for merge", async () => {
    const log = at("merge-log.jsonl");
    writeFileSync(
      log,
      lines(
        makeRandom(1),
        generateLog(5).records.map(({ value }) => value),
        0,
      ),
    );
    const force = ["--force", "--quiet", "--threads", "1"];
    await runMain(["audit", log, "--write-baseline", at("baseline.json"), ...force]);
    for (const [i, command] of [["audit"], ["audit"], ["ablate", "--variants", "tapo,base"]].entries())
      await runMain([...command, log, "--shard", `${i % 2}/2`, "--partial", at(`part-${i}`), ...force]);
    const [baseline, ...parts] = ["baseline.json", "part-0", "part-1", "part-2"].map((name) => readFileSync(at(name)));
    const { found } = await fuzz(0.05, async (random, input) => {
      if (random.chance(0.3)) {
        const path = input("broken.json", broken(random, baseline));
        const tolerance = ["--tolerance", random.pick(["*=0.1", "correctedActions=0", "__proto__=1"])];
        return faultsOf(await runMain(["audit", log, "--baseline", path, ...tolerance, "--threads", "1"]), [0, 1, 2]);
      }
      const first = input("broken-0", broken(random, random.pick(parts as [Buffer, ...Buffer[]])));
      const others = random.pick([[], [at("part-1")], [at("part-0"), at("part-1")], [at("part-2")], [first]]);
      return faultsOf(await runMain(["merge", first, ...others, ...(random.chance(0.5) ? ["--json"] : [])]));
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
