import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packDoubles, packLists, unpackDoubles, unpackLists } from "../../src/analyse/partial/pack.js";
import { splitWords } from "../../src/cli/submit/split-words.js";
import { parseShard, shardOf } from "../../src/parallel/shard.js";
import { shellCommand } from "../../src/parallel/submit/shell-quote.js";
import { ranges } from "../../src/parallel/submit/slurm.js";

describe("shards", () => {
  test("a batch's shard is the same for ever", () => {
    const batches = [0, 1, 2, 12, "12", "step_3", null, 9007199254740993n, ["a", 1]];
    expect(batches.map((batch) => shardOf(batch, 8))).toMatchInlineSnapshot(`
      [
        1,
        7,
        7,
        6,
        1,
        7,
        7,
        0,
        0,
      ]
    `);
    expect(shardOf(12, 8)).toBe(shardOf(12.0, 8));
  });

  test("batches spread evenly", () => {
    const counts = new Array(8).fill(0);
    for (let batch = 0; batch < 8000; batch++) counts[shardOf(batch, 8)]++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  test.each([
    ["0/1", { index: 0, count: 1 }],
    ["7/8", { index: 7, count: 8 }],
    ["8/8", null],
    ["1", null],
    ["-1/8", null],
    ["1/0", null],
    ["1.5/8", null],
  ])("%s", (text, shard) => expect(parseShard(text)).toEqual(shard));
});

describe("packed doubles", () => {
  test("come back to the bit", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (values) => {
        const back = unpackDoubles(packDoubles(values)) ?? [];
        expect([...back].map((value, i) => Object.is(value, values[i]))).toEqual(values.map(() => true));
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(fc.double({ noNaN: true }), { maxLength: 40 })), (lists) => {
        expect(unpackLists(packLists(lists))).toEqual(lists);
      }),
    );
  });

  test("of another length are refused", () => {
    expect(unpackDoubles("AAAA")).toBeNull();
    expect(unpackLists({ lengths: "Ag==", values: packDoubles([1]) })).toBeNull();
  });
});

describe("command lines for shells", () => {
  test("words come back as they were, whatever is in them", { timeout: 60_000 }, () => {
    const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => !text.includes("\0"));
    const nasty = fc.constantFrom(
      "$(touch x)",
      "`id`",
      "a'b",
      "'",
      '"$HOME"',
      "a b",
      "\n",
      "*",
      "~",
      "--x=y z",
      "\\",
      "!!",
      "#",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, nasty), { minLength: 1, maxLength: 5 }), (words) => {
        const script = `for word in ${shellCommand(words)}; do printf '%s\\0' "$word"; done`;
        const found = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" });
        expect(found.split("\0").slice(0, -1)).toEqual(words);
      }),
      { numRuns: 150 },
    );
  });

  test("what becomes of the result goes to the merge, the rest to shards", () => {
    const line = "a b --theta 0.6 --json --output out.json --report=md=x.md --assert x<1 --lenient --quiet";
    expect(splitWords(line.split(" "))).toEqual({
      shard: ["a", "b", "--theta", "0.6", "--lenient"],
      merge: ["--json", "--output", "out.json", "--report=md=x.md", "--assert", "x<1", "--quiet"],
    });
    expect(splitWords(["--output", "a", "a", "--", "--json"])).toEqual({
      shard: ["a", "--", "--json"],
      merge: ["--output", "a"],
    });
  });

  test("numbers of an array job", () => {
    expect(ranges([0, 1, 2, 3, 6, 8, 9])).toBe("0-3,6,8-9");
    expect(ranges([5])).toBe("5");
  });
});
