import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/model/json.js";
import { mergePartials } from "../../src/pipeline/merge-partials.js";
import { shardPartial } from "../../src/pipeline/shard-partial.js";
import { ALL_VARIANTS, partialFiles, runOf, sharded, testFolder, whole } from "./support.js";

const FIXTURE = resolve(import.meta.dirname, "../../fixtures/search-agent.jsonl");
const records = readFileSync(FIXTURE, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as JsonObject);
const folder = testFolder();
const run = runOf({ replicates: 20 });

function write(name: string, rows: readonly JsonObject[]): string {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return path;
}

describe("merge refuses", async () => {
  const parts = await partialFiles(folder, [FIXTURE], run, null, 3);
  const [first = "", second = ""] = parts;
  const other = async (name: string, inputs: readonly string[], options = run, index = 1, count = 3) => {
    const path = join(folder, name);
    writeFileSync(path, (await shardPartial(inputs, options, { index, count }, null)).text);
    return path;
  };

  test("a missing shard, by its name", async () => {
    await expect(mergePartials(parts.slice(0, 2))).rejects.toThrow("missing: shard 2/3");
  });

  test("a shard that is there twice", async () => {
    await expect(mergePartials([first, second, first])).rejects.toThrow(/are both shard 0\/3/);
  });

  test("other options, numbers of shards, inputs and commands", async () => {
    const theta = await other("theta.json", [FIXTURE], runOf({ replicates: 20, theta: 0.7 }));
    await expect(mergePartials([first, theta])).rejects.toThrow("--theta is 0.5 and 0.7");
    const lenient = await other("lenient.json", [FIXTURE], runOf({ replicates: 20 }, { lenient: true }));
    await expect(mergePartials([first, lenient])).rejects.toThrow("--lenient is false and true");
    const fourths = await other("fourths.json", [FIXTURE], run, 1, 4);
    await expect(mergePartials([first, fourths])).rejects.toThrow("the number of shards is 3 and 4");
    const inputs = await other("inputs.json", [write("copy.jsonl", records)]);
    await expect(mergePartials([first, inputs])).rejects.toThrow(/input 1 is ".*" and ".*copy.jsonl"/);
    const [ablation = ""] = await partialFiles(join(folder), [FIXTURE], run, ALL_VARIANTS, 2);
    await expect(mergePartials([first, ablation])).rejects.toThrow('the command is "audit" and "ablate"');
  });

  test("another version, and what is no partial", async () => {
    const text = readFileSync(first, "utf8");
    const old = join(folder, "old.json");
    writeFileSync(old, text.replace(/"version":"[^"]*"/, '"version":"0.0.1"'));
    await expect(mergePartials([old])).rejects.toThrow(/made by version 0\.0\.1/);
    const cut = join(folder, "cut.json");
    writeFileSync(cut, text.slice(0, 2000));
    await expect(mergePartials([cut])).rejects.toThrow(/no partial result: not JSON/);
    const damaged = join(folder, "damaged.json");
    writeFileSync(damaged, text.replace(/"nonZero":"[^"]*"/, '"nonZero":"AAAA"'));
    await expect(mergePartials([damaged])).rejects.toThrow(/a damaged partial: bootstrap\.nonZero/);
    await expect(mergePartials([FIXTURE])).rejects.toThrow(/no partial result/);
    await expect(mergePartials([join(folder, "nowhere.json")])).rejects.toThrow(/cannot be read/);
  });

  test("a file that changed between shards", async () => {
    const path = write("grows.jsonl", records.slice(0, 300));
    const before = await other("before.json", [path], run, 0, 2);
    write("grows.jsonl", records);
    const after = await other("after.json", [path], run, 1, 2);
    await expect(mergePartials([before, after])).rejects.toThrow(/not the same file to every shard/);
  });

  test("a log whose grouping only the whole log can tell; --group-by helps", async () => {
    const bare = records.map(({ group, ...rest }) => ({
      ...rest,
      group_id: rest.batch === records[0]?.batch ? null : String(group),
      qid: group,
    }));
    const path = write("groupless.jsonl", bare as unknown as JsonObject[]);
    const log = { dialect: "chat", map: new Map([["group", "group_id"]]) };
    const unsure = runOf({ replicates: 20 }, log);
    await expect(sharded(folder, [path], unsure, null, 3)).rejects.toThrow(
      /some shards hold records without a group.*--group-by/,
    );
    const named = runOf({ replicates: 20 }, { ...log, groupBy: ["qid"] });
    expect(await sharded(folder, [path], named, null, 3)).toBe(await whole([path], named, null));
  });
});

describe("a shard refuses", () => {
  const shards = async (inputs: readonly string[]) => {
    const all = Array.from({ length: 4 }, (_, index) => shardPartial(inputs, run, { index, count: 4 }, null));
    return (await Promise.allSettled(all)).flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
  };

  test("a file whose records are not of the batch that its name says", async () => {
    const errors = await shards([write("step_9.jsonl", [{ ...records[0], batch: 9 }, ...records.slice(1)])]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/row 1 is of batch \d+, which is not what its file's name says.*--batch-by/);
    const named = runOf({ replicates: 20 }, { batchBy: "batch" });
    const path = join(folder, "step_9.jsonl");
    expect(await sharded(folder, [path], named, null, 4)).toBe(await whole([path], named, null));
  });

  test("but not a log of many batches whose name ends in a number", async () => {
    const path = write("run-2400.jsonl", records);
    expect(await sharded(folder, [path], run, null, 4)).toBe(await whole([path], run, null));
  });

  test("a record whose batch stands twice in it", async () => {
    const lines = records.map((record) => JSON.stringify(record));
    lines[7] = (lines[7] ?? "").replace(/\}$/, ',"batch":"another"}');
    const path = join(folder, "twice.jsonl");
    writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
    expect((await shards([path])).join("\n")).toMatch(
      /row 7 is of batch "another", which is not what a field that stands twice/,
    );
  });
});

describe("rejected records", () => {
  const broken = records.map((record, i) => (i % 37 === 5 ? { ...record, reward: i % 2 ? null : "?" } : record));
  const path = write("broken.jsonl", [...broken, { batch: true, group: 1, reward: 1 }]);

  test("are counted once each and named alike, whoever reads them", async () => {
    writeFileSync(path, `{"batch": 3, "cut off\n${readFileSync(path, "utf8")}\n\nno JSON\n`);
    const lenient = runOf({ replicates: 20 }, { lenient: true });
    for (const count of [2, 3, 8]) {
      expect(await sharded(folder, [path], lenient, null, count)).toBe(await whole([path], lenient, null));
    }
  });

  test("stop a shard in strict mode", async () => {
    const all = Array.from({ length: 3 }, (_, index) => shardPartial([path], run, { index, count: 3 }, null));
    const failed = (await Promise.allSettled(all)).filter(({ status }) => status === "rejected");
    expect(failed.length).toBeGreaterThan(0);
  });
});
