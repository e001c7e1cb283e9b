import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { correctLog, correctShard } from "../../src/pipeline.js";
import { runOf, testFolder } from "./support.js";

const FIXTURE = resolve(import.meta.dirname, "../../fixtures/search-agent.jsonl");
const lines = readFileSync(FIXTURE, "utf8").trim().split("\n");
const folder = testFolder();
const run = runOf({ replicates: 20 });

function output(name: string) {
  return { out: join(folder, name), sidecar: null, force: false, parquetLayout: "default" as const };
}

/** The fixture with a file a batch, with or without the step in the names. */
function split(name: string, named: boolean): string {
  const home = join(folder, name);
  mkdirSync(home);
  for (const line of lines) {
    const { batch } = JSON.parse(line) as { batch?: number };
    const stem = named ? String(batch ?? "rest") : "abcdefgh"[batch ?? 7];
    writeFileSync(join(home, `${stem}.jsonl`), `${line}\n`, { flag: "a" });
  }
  return home;
}

function texts(home: string): Record<string, string> {
  return Object.fromEntries(readdirSync(home).map((name) => [name, readFileSync(join(home, name), "utf8")]));
}

describe("correct by shards", () => {
  test.each([true, false])("writes every file once, as without shards (step in the names: %s)", async (named) => {
    const home = split(`in-${named}`, named);
    await correctLog([home], run, output(`whole-${named}`));
    const written: string[] = [];
    for (let index = 0; index < 3; index++) {
      const { outputs } = await correctShard([home], run, { index, count: 3 }, output(`shards-${named}`));
      written.push(...outputs.map(({ path }) => path));
    }
    expect(new Set(written).size).toBe(written.length);
    expect(texts(join(folder, `shards-${named}`))).toEqual(texts(join(folder, `whole-${named}`)));
  });

  test("one file of one batch stays a file, and the other shards write none", async () => {
    const [file = ""] = readdirSync(split("one", true));
    for (let index = 0; index < 3; index++) {
      await correctShard([join(folder, "one", file)], run, { index, count: 3 }, output("one.jsonl"));
    }
    expect(existsSync(join(folder, "one.jsonl"))).toBe(true);
  });

  test("a file of several shards is refused", async () => {
    const shards = [0, 1, 2].map((index) => correctShard([FIXTURE], run, { index, count: 3 }, output("mixed.jsonl")));
    const said = (await Promise.allSettled(shards)).map((one) => (one.status === "rejected" ? String(one.reason) : ""));
    expect(said.join()).toMatch(/holds batches of several shards.*without --shard/);
    expect(existsSync(join(folder, "mixed.jsonl"))).toBe(false);
  });
});
