import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { jsonText } from "../../src/json/text.js";
import type { JsonObject, JsonValue } from "../../src/model/json.js";
import type { RunOptions } from "../../src/model/run.js";
import { mergePartials } from "../../src/pipeline/merge-partials.js";
import { shardPartial } from "../../src/pipeline/shard-partial.js";
import { simulateOptions } from "../../src/simulate/options.js";
import { simulateGroup } from "../../src/simulate/simulate.js";
import { zstdFrame } from "../../src/write/zstd-frame.js";
import { makeLog } from "../faults/harness.js";
import { ALL_VARIANTS, partialFiles, runOf, sharded, testFolder, whole } from "./support.js";

const FIXTURE = resolve(import.meta.dirname, "../../fixtures/search-agent.jsonl");
const records = readFileSync(FIXTURE, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as JsonObject);
const folder = testFolder();
const run = runOf({ replicates: 20 });
const lenient = runOf({ replicates: 20 }, { lenient: true });

function write(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function sameInShards(path: string, options: RunOptions, counts = [1, 2, 3, 8, 50]): Promise<string> {
  const expected = await whole([path], options, null);
  for (const count of counts) expect(await sharded(folder, [path], options, null, count)).toBe(expected);
  return expected;
}

/** Ids that look alike, as they are written. */
const BATCHES = [
  ...["1", "1.0", "1e0", '"1"', '"01"', "-0", "0", '"-0"', "1.5", '"1.5"', "9007199254740993", '"9007199254740993"'],
  ...["null", '"null"', '""', '"a"', '"\\u0061"', '"é"', '"e\\u0301"', '"\\ud800"', "1e21", "1000000000000000000000"],
  ...['"a long batch id, of more than thirty-two bytes, as paths are"', '"x\\"y\\\\z\\n"', "-5"],
];

describe("ids of every type as batches", { timeout: 120_000 }, () => {
  const text = records
    .map(({ batch: _, ...rest }, i) => {
      const own = BATCHES[(Math.floor(i / 8) * 7) % BATCHES.length];
      const members = jsonText(rest).slice(1, -1);
      const key = i % 3 === 0 ? '"b\\u0061tch"' : '"batch"';
      if (i % 7 === 0) return `{${members}}`; // no batch at all
      return i % 2 === 0 ? `{${key}:${own},${members}}` : `  {${members} , ${key} :\t${own} }\r`;
    })
    .join("\n");

  test("early and late in the record, escaped and missing", async () => {
    const batches = JSON.parse(await sameInShards(write("ids.jsonl", text), run)).byBatch;
    expect(batches.length).toBeGreaterThan(12);
  });

  test("what is no id is rejected once", async () => {
    const odd = ["true", "[1]", '{"a":1}', "1e999"].map((own) => `{"batch":${own},"group":1,"reward":1,"messages":[]}`);
    const audit = JSON.parse(await sameInShards(write("odd.jsonl", `${text}\n${odd.join("\n")}\n`), lenient));
    expect(audit.funnel.rejected).toBe(odd.length);
  });
});

describe("formats", { timeout: 120_000 }, () => {
  const text = records.map((record) => `${jsonText(record)}\n`).join("");

  test("compressed, as one document, and with a byte order mark", async () => {
    await sameInShards(write("log.jsonl.gz", gzipSync(text)), run, [3]);
    await sameInShards(write("log.jsonl.zst", (await zstdFrame())(Buffer.from(text))), run, [3]);
    await sameInShards(write("log.json", jsonText(records as unknown as JsonValue)), run, [3]);
    await sameInShards(write("mark.jsonl", `\ufeff\n${text}`), run, [3]);
  });

  test.each(["jsonl", "parquet", "arrow"] as const)("verl's own columns: %s", async (format) => {
    await sameInShards(await makeLog(folder, format, 12), run, [2, 3]);
  });
});

describe("files that are cut off", { timeout: 60_000 }, () => {
  const text = records.map((record) => `${jsonText(record)}\n`).join("");
  const errors = async (path: string, options: RunOptions) => {
    const all = [0, 1, 2].map((index) => shardPartial([path], options, { index, count: 3 }, null));
    return (await Promise.allSettled(all)).map((one) => (one.status === "rejected" ? String(one.reason) : ""));
  };

  test("in a line: one shard refuses it, and the others need not know", async () => {
    const path = write("cut.jsonl", text.slice(0, -300));
    expect((await errors(path, run)).filter((error) => error !== "")).toHaveLength(1);
    expect(JSON.parse(await sameInShards(path, lenient, [1, 3])).rejections).toMatchObject([
      { reason: "not JSON", count: 1, first: { path, row: records.length - 1 } },
    ]);
  });

  test("in a compressed stream: every shard refuses it", async () => {
    const path = write("cut.jsonl.gz", gzipSync(text).subarray(0, -500));
    for (const error of await errors(path, lenient)) expect(error).toMatch(/the compressed file is broken or cut off/);
  });
});

test("warnings are those of one process", { timeout: 60_000 }, async () => {
  const rows = records.map((record, i) =>
    i % 9 === 4 ? { ...record, response_mask: [1, 0, 1, 0, 1, 0, 1, 0, 1] } : record,
  );
  const path = write("masks.jsonl", rows.map((record) => `${jsonText(record)}\n`).join(""));
  const { warnings } = JSON.parse(await sameInShards(path, lenient, [1, 3, 8]));
  expect(warnings).toContainEqual({ code: "lenient", message: expect.stringMatching(/^\d\d+ record\(s\): /) });
});

describe("partials that were tampered with", async () => {
  const [first = "", second = "", third = ""] = await partialFiles(folder, [FIXTURE], run, null, 3);
  const forged = (name: string, from: string, change: (text: string) => string) =>
    write(name, change(readFileSync(from, "utf8")));

  test("a shard under another's number: its batches are there twice", async () => {
    const path = forged("renumbered.json", first, (text) => text.replace('"index":0', '"index":2'));
    await expect(mergePartials([first, second, path])).rejects.toThrow(/batch/);
  });

  test("numbers that are out of range", async () => {
    for (const [name, change] of [
      ["count", (text: string) => text.replace('"count":3', '"count":-3')],
      ["index", (text: string) => text.replace('"index":2', '"index":9')],
      ["schema", (text: string) => text.replace("tapo.partial/", "tapo.other/")],
    ] as const) {
      const path = forged(`${name}.json`, third, change);
      await expect(mergePartials([first, second, path])).rejects.toThrow(`${name}.json`);
    }
  });

  test("empty files and folders", async () => {
    await expect(mergePartials([write("empty.json", "")])).rejects.toThrow(/no partial result/);
    await expect(mergePartials([folder])).rejects.toThrow(/cannot be read/);
    await expect(mergePartials([])).rejects.toThrow("no partial to merge");
  });
});

describe("a partial's size", { timeout: 240_000 }, () => {
  /** Bytes of the partials of a log of 4 steps with so many prompts. */
  async function sizes(prompts: number): Promise<{ readonly audit: number; readonly ablation: number; log: number }> {
    const options = simulateOptions({ prompts, steps: 4, rollouts: 8 });
    const rows = Array.from({ length: prompts }, (_, number) => simulateGroup(number, options)).flat();
    const text = rows.map((row) => `${jsonText(row)}\n`).join("");
    const path = write(`size-${prompts}.jsonl`, text);
    const options1000 = runOf({ replicates: 1000 });
    const size = async (request: typeof ALL_VARIANTS | null) =>
      (await shardPartial([path], options1000, { index: 0, count: 1 }, request)).text.length;
    return { audit: await size(null), ablation: await size(ALL_VARIANTS), log: text.length };
  }

  test("is bounded by batches and tools: twice and four times the rollouts do not change it", async () => {
    const [one, two, four] = [await sizes(100), await sizes(200), await sizes(400)];
    expect(four.log).toBeGreaterThan(3.8 * one.log);
    for (const more of [two, four]) {
      expect(Math.abs(more.audit / one.audit - 1)).toBeLessThan(0.05);
      expect(Math.abs(more.ablation / one.ablation - 1)).toBeLessThan(0.05);
    }
  });
});
