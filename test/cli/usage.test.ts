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
  [["audit", "x", "--beta", "Infinity"], "--beta", "a number (0 to 1000)"],
  [["audit", "x", "--seed", "4294967296"], "--seed", "a whole number (0 to 4294967295)"],
  [["audit", "x", "--replicates", "1.5"], "--replicates", "a whole number (1 to 1000000)"],
  [["audit", "x", "--memory-limit", "1K"], "--memory-limit", "'1K'", "64M or more", "1% to 100%"],
  [["correct", "x", "--memory-limit", "120%"], "--memory-limit", "'120%'", "1% to 100%"],
  [["audit", "x", "--shard", "0/2", "--partial", "p", "--memory-limit", "1G"], "--memory-limit", "more shards"],
  [["audit", "x", "--ddof", "2"], "--ddof", "one of 0, 1"],
  [["audit", "x", "--tehta", "1"], "unknown option '--tehta'", "Did you mean --theta?"],
  [["audit", "x", "--estimator", "grop"], "one of grpo, dr-grpo, rloo, logged", "Did you mean grpo?"],
  [["audit", "x", "--text-metric", "jacard"], "one of jaccard, dice", "Did you mean jaccard?"],
  [["audit", "x", "--scope", "world"], "one of group, batch"],
  [["audit", "x", "--preset", "open"], "one of paper, verl, trl"],
  [["audit", "x", "--color", "blue"], "one of auto, always, never"],
  [["audit", "x", "--map", "reward"], "NAME=FIELD pairs"],
  [["audit", "x", "--map", "reward=score,mesages=dialogue"], "Did you mean messages?"],
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
    "tools.search.weights.q: expected a number (0, or 1e-300 to 1e300)",
    "tools.search.kind: no such option. Did you mean kinds?",
  ],
  [["audit", join(folder, "no-such-log.jsonl")], "no-such-log.jsonl"],
  [["correct", existing], "--out PATH, --sidecar PATH"],
  [["correct", "x", "--parquet-layout", "flat"], "one of default, plain"],
  [["audit", "x", "--assert", "theta = 1"], "expected a comparison", "equal is ==", "\n  theta = 1\n        ^"],
  [["audit", "x", "--tolerance", "a"], "FIGURE=X"],
  [["audit", "x", "--tolerance", "a=1"], "there is no --baseline"],
  [["audit", "x", "--baseline", join(folder, "none.json")], "--baseline", "none.json: cannot be read"],
  [["audit", "x", "--baseline", config("list.json", "[]")], "expected the result of an earlier run"],
  [["audit", "x", "--json", "--report", "github=-"], "standard output holds one result"],
  [["audit", "x", "--write-baseline", existing], "exists", "--force"],
  [["ablate", "x", "--variant", "beta=1"], "'NAME: OPTION=VALUE, ...'", "A name and a colon come first"],
  [["ablate", "x", "--variant", "a: bta=1"], "No option bta. Did you mean beta?"],
  [["ablate", "x", "--variant", "a: beta=-1"], "beta: expected a number (0 to 1000), found '-1'"],
  [["ablate", "x", "--variant", "a: text-metric=dic"], "one of jaccard, dice", "Did you mean dice?"],
  [["ablate", "x", "--variant", "a: "], "An option is missing"],
  [["ablate", "x", "--variant", "a<b: beta=1"], "may not hold"],
  [["ablate", "x", "--sweep", "thta=0:1:0.1"], "No option thta to sweep. Did you mean theta?"],
  [["ablate", "x", "--sweep", "theta=0:2:0.1"], "three numbers", "0 to 1"],
  [["ablate", "x", "--sweep", "theta=0:1"], "three numbers"],
  [["ablate", "x", "--sweep", "theta=1:0:0.1"], "lies before the first"],
  [["ablate", "x", "--sweep", "theta=0:1:0.0001"], "more than 100"],
  [["ablate", "x", "--sweep", "theta=0:1:0.5", "--sweep", "theta=0:1:0.5"], "two of one option"],
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
