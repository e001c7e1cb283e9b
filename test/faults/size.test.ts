import { createWriteStream, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { tapoIntoClosedPipe, temporaryFolder } from "../cli/tapo.js";
import { makeLog, run } from "./harness.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

const record = (group: string, reward: number, text = "There.") =>
  JSON.stringify({
    group,
    reward,
    messages: [
      { role: "user", content: "Where?" },
      { role: "assistant", content: text },
    ],
  });

/** Writes a file from pieces, repeated: no test holds what it writes. */
async function write(name: string, pieces: Iterable<string>, gzip = false): Promise<string> {
  const target = createWriteStream(at(name));
  await (gzip ? pipeline(Readable.from(pieces), createGzip(), target) : pipeline(Readable.from(pieces), target));
  return at(name);
}

function* repeated(piece: string, times: number): Generator<string> {
  for (let i = 0; i < times; i++) yield piece;
}

/** Ends by itself with 0 or 2 and says what is wrong; node itself would end it at 512 MB of JavaScript memory. */
async function survives(args: readonly string[], code: 0 | 2, message: RegExp): Promise<void> {
  const ran = await run([...args, "--quiet"]);
  expect(ran.stderr).not.toMatch(/^\s+at |a bug in tapo|heap out of memory/m);
  expect(ran.code === 0 ? ran.stdout : ran.stderr).toMatch(message);
  expect(ran.code).toBe(code);
}

describe("sizes that break readers", { timeout: 180_000 }, () => {
  test("a line of 300 MB is read", async () => {
    const long = record("a", 1, "X").split('"X"');
    function* pieces(): Generator<string> {
      yield `${record("a", 0)}\n${long[0]}"`;
      yield* repeated("long text ".repeat(100_000), 300);
      yield `"${long[1]}\n`;
    }
    await survives(["audit", await write("line.jsonl", pieces())], 0, /2 rollouts/);
  });

  test("a line of 600 MB is refused by its row", async () => {
    function* pieces(): Generator<string> {
      yield `${record("a", 1)}\n{"group":"a","reward":1,"messages":"`;
      yield* repeated("long text ".repeat(100_000), 600);
      yield `"}\n${record("a", 0)}\n`;
    }
    await survives(["audit", await write("longest.jsonl", pieces())], 2, /1 record could not be used.*\n.*row 1/);
  });

  test.each(["[", '{"a":'])("nesting of 100 000 times %s is refused or read, by its row", async (open) => {
    const close = open === "[" ? "]" : "}";
    const deep = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
    const inExtra = record("a", 1).replace("}", `,"extra":${deep}}`);
    const inArguments = record("a", 0).replace(
      '"There."',
      `"","tool_calls":[{"function":{"name":"t","arguments":${deep}}}]`,
    );
    const asText = record("a", 0).replace(
      '"There."',
      JSON.stringify(`<tool_call>{"name":"t","arguments":${deep}}</tool_call>`),
    );
    for (const [i, line] of [inExtra, inArguments, asText].entries()) {
      const path = at(`deep-${i}.jsonl`);
      writeFileSync(path, `${record("a", 1)}\n${line}\n`);
      const { code, stderr } = await run(["correct", path, "--out", at(`deep-${i}.out`), "--force", "--quiet"]);
      expect(stderr).not.toMatch(/^\s+at |a bug in tapo/m);
      expect([0, 2]).toContain(code);
      if (code === 2) expect(stderr).toMatch(/row 1/);
    }
  });

  test("ten million empty lines are no rows", async () => {
    const lines = [`${record("a", 1)}\n`, ...repeated("\n".repeat(1_000_000), 10), `${record("a", 0)}\n`];
    await survives(["audit", await write("empty.jsonl", lines)], 0, /2 rollouts/);
    await survives(["audit", await write("only-empty.jsonl", repeated("\n".repeat(1_000_000), 10))], 2, /./);
  });

  test("a gzip bomb: 2 GB of one letter in 2 MB, bounded by --max-expanded", async () => {
    const pieces = [`${record("a", 1)}\n`, ...repeated(" ".repeat(1_000_000), 2000), "\n"];
    const bomb = await write("bomb.jsonl.gz", pieces, true);
    expect(readFileSync(bomb).length).toBeLessThan(3e6);
    await survives(["audit", bomb, "--max-expanded", "100000000"], 2, /expands to more than 100000000 bytes/);
  });

  test("a gzip file that is cut off, one with garbage behind it, and one that says it is one and is not", async () => {
    const whole = gzipSync(`${record("a", 1)}\n${record("a", 0)}\n`.repeat(1000));
    writeFileSync(at("cut.jsonl.gz"), whole.subarray(0, whole.length / 2));
    await survives(["audit", at("cut.jsonl.gz")], 2, /broken or cut off/);
    writeFileSync(at("magic.jsonl.gz"), Buffer.concat([whole.subarray(0, 4), Buffer.alloc(1000, 7)]));
    await survives(["audit", at("magic.jsonl.gz")], 2, /broken or cut off/);
  });

  test("a group of 3000 rollouts and a rollout of 50 000 calls", async () => {
    const search = (n: number) => ({
      function: { name: "search", arguments: { query: `word${n % 997} word${n % 991}` } },
    });
    const rollout = (j: number, calls: number) =>
      `${JSON.stringify({
        group: "g",
        reward: j % 2,
        messages: [
          { role: "user", content: "?" },
          { role: "assistant", content: "", tool_calls: Array.from({ length: calls }, (_, c) => search(j + c)) },
        ],
      })}\n`;
    const many = Array.from({ length: 3000 }, (_, j) => rollout(j, 1));
    await survives(["audit", await write("group.jsonl", many)], 0, /3000 rollouts|3,000 rollouts/);
    const big = [rollout(0, 50_000), ...Array.from({ length: 7 }, (_, j) => rollout(j + 1, 4))];
    await survives(["audit", await write("calls.jsonl", big)], 0, /8 rollouts/);
  });
});

describe("a reader that has gone", () => {
  test("a closed pipe is a quiet end", { timeout: 60_000 }, async () => {
    const log = await makeLog(folder, "jsonl", 40);
    for (const args of [
      ["audit", log, "--json", "--quiet"],
      ["audit", log, "--quiet"],
      ["inspect", log, "--quiet"],
      ["simulate", "--prompts", "200"],
    ]) {
      const { code, stderr } = await tapoIntoClosedPipe(args);
      expect({ args: args[0], code, stderr }).toEqual({ args: args[0], code: 0, stderr: "" });
    }
  });
});
