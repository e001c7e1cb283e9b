import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tapo, temporaryFolder } from "./tapo.js";

const folder = temporaryFolder();
const existing = join(folder, "existing.json");
writeFileSync(existing, "{}");
const config = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** What is wrong, and what standard error must say. Every case ends with exit 2, an empty standard output and no stack. */
const CASES: [args: readonly string[], ...said: string[]][] = [
  [[], "Usage: tapo"],
  [["audi", "x"], "unknown command 'audi'", "Did you mean audit?"],
  [["audit"], "missing required argument 'input'"],
  [["audit", "x", "--theta", "abc"], "--theta", "'abc'", "a number (0 to 1)"],
  [["audit", "x", "--theta", "2"], "--theta", "'2'", "a number (0 to 1)"],
  [["audit", "x", "--theta", ""], "--theta", "''", "a number (0 to 1)"],
  [["audit", "x", "--theta", "0x1"], "--theta", "'0x1'"],
  [["audit", "x", "--theta", "NaN"], "--theta", "'NaN'"],
  [["audit", "x", "--theta"], "argument missing"],
  [["audit", "x", "--alpha-min", "-0.1"], "--alpha-min", "a number (0 to 1)"],
  [["audit", "x", "--beta", "Infinity"], "--beta", "a number (0 or more)"],
  [["audit", "x", "--seed", "4294967296"], "--seed", "a whole number (0 to 4294967295)"],
  [["audit", "x", "--replicates", "1.5"], "--replicates", "a whole number (1 to 1000000)"],
  [["audit", "x", "--ddof", "2"], "--ddof", "one of 0, 1"],
  [["audit", "x", "--tehta", "1"], "unknown option '--tehta'", "Did you mean --theta?"],
  [["audit", "x", "--estimator", "grop"], "one of grpo, dr-grpo, rloo, logged", "Did you mean grpo?"],
  [["audit", "x", "--text-metric", "jacard"], "one of jaccard, dice", "Did you mean jaccard?"],
  [["audit", "x", "--scope", "world"], "one of group, batch"],
  [["audit", "x", "--preset", "open"], "one of paper, verl, trl"],
  [["audit", "x", "--color", "blue"], "one of auto, always, never"],
  [["audit", "x", "--map", "reward"], "NAME=FIELD pairs"],
  [["audit", "x", "--exclude-tools", "a,,b"], "names separated by commas"],
  [["audit", "x", "--report", "pdf=x"], "one of json, csv, md, html, junit"],
  [["audit", "x", "--report", "md="], "FORMAT=FILE"],
  [["audit", "x", "--output", existing], "exists", "--force"],
  [["audit", existing, "--output", existing, "--force"], "is an input"],
  [["audit", folder, "--output", existing, "--force"], "lies in an input folder"],
  [["audit", "x", "--output", "o.json", "--report", "json=./o.json"], "named for two outputs"],
  [["audit", "x", "--config", join(folder, "none.json")], "none.json", "cannot be read"],
  [["audit", "x", "--config", config("broken.json", "{")], "broken.json", "is not JSON"],
  [["audit", "x", "--config", config("range.json", '{"theta": 3}')], "range.json: theta", "a number (0 to 1), found 3"],
  [["audit", "x", "--config", config("name.json", '{"bta": 1}')], "bta", "Did you mean beta?"],
  [
    ["audit", "x", "--config", config("tool.json", '{"tools": {"search": {"weights": {"q": -1}, "kind": {}}}}')],
    "tools.search.weights.q: expected a number (0 or more)",
    "tools.search.kind: no such option. Did you mean kinds?",
  ],
  [["audit", join(folder, "no-such-log.jsonl")], "no-such-log.jsonl"],
  [["correct", existing], "--out PATH, --sidecar PATH"],
  [["correct", "x", "--parquet-layout", "flat"], "one of default, plain"],
  [["explain", "x", "--row", "-1"], "--row", "a whole number (0 or more)"],
  [["inspect", "x", "--report", "csv=x.csv"], "this command writes json"],
  [["simulate", "--prompts", "0"], "--prompts", "a whole number (1 to"],
  [["simulate", "extra"], "too many arguments"],
];

describe("bad usage", () => {
  test.each(CASES)("tapo %s", async (args, ...said) => {
    const { code, stdout, stderr } = await tapo(args, { cwd: folder });
    for (const text of said) expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});
