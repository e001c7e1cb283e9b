import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { tapo, temporaryFolder } from "./tapo.js";

const LOG = resolve(import.meta.dirname, "../../fixtures/search-agent.jsonl");
const folder = temporaryFolder();
const file = (name: string) => join(folder, name);
const FEW = ["ablate", LOG, "--variants", "tapo,base"];

describe("ablate", () => {
  test("own variants and sweeps are run beside the picked ones", async () => {
    const own = ["--variant", "mild: beta=0.6, text-metric=dice", "--sweep", "theta=0.3:0.5:0.1"];
    const { code, stdout } = await tapo([...FEW, ...own, "--json"]);
    expect(code).toBe(0);
    const { variants } = JSON.parse(stdout) as { variants: { name: string; options: object }[] };
    expect(variants.map(({ name }) => name)).toEqual(["tapo", "base", "mild", "theta=0.3", "theta=0.4", "theta=0.5"]);
    expect(variants[2]?.options).toEqual({ beta: 0.6, textMetric: "dice" });
  });

  test("a name that is taken is bad usage", async () => {
    const { code, stderr } = await tapo([...FEW, "--variant", "tapo: beta=0.1"]);
    expect(stderr).toContain("another variant of this name");
    expect(code).toBe(2);
  });

  test("a gate that fails: exit 1, a line on standard error, and every report is written", async () => {
    const reports = ["csv", "md", "junit", "github", "json"].flatMap((f) => ["--report", `${f}=${file(`r.${f}`)}`]);
    const gates = ["--assert", "tapo.correctedActions >= 0.9", "--assert", "base.correctedActions == 0"];
    const { code, stdout, stderr } = await tapo([...FEW, ...gates, ...reports, "--quiet"]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      "gate failed: tapo.correctedActions: expected >= 0.9, found 0.376576576577 (209 / 555), difference -0.523423423423\n",
    );
    expect(stdout).toContain("Gates: 1 of 2 gates failed");
    expect(readFileSync(file("r.junit"), "utf8")).toContain('tests="2" failures="1"');
    expect(readFileSync(file("r.github"), "utf8")).toMatch(/^::error title=tapo gate::tapo.correctedActions/);
    expect(readFileSync(file("r.md"), "utf8")).toContain("## Gates: 1 of 2 gates failed");
    expect(JSON.parse(readFileSync(file("r.json"), "utf8"))).toMatchObject({
      gates: [{ passed: false }, { passed: true }],
    });
  });

  test("a figure that does not exist is bad usage, with a caret, and nothing is written", async () => {
    const { code, stdout, stderr } = await tapo([
      ...FEW,
      "--assert",
      "tapo.corectedActions > 0",
      "--output",
      file("no.txt"),
    ]);
    expect(stderr).toContain("Did you mean correctedActions?");
    expect(stderr).toContain("\n    tapo.corectedActions > 0\n         ^\n");
    expect([code, stdout]).toEqual([2, ""]);
    expect(() => readFileSync(file("no.txt"))).toThrow("ENOENT");
  });

  test("a baseline: written, held, moved, tolerated; a plain --json result serves too", async () => {
    const baseline = file("baseline.json");
    expect((await tapo([...FEW, "--write-baseline", baseline])).code).toBe(0);
    expect(readFileSync(baseline, "utf8")).not.toContain(LOG);
    expect((await tapo([...FEW, "--baseline", baseline])).code).toBe(0);
    writeFileSync(file("plain.json"), (await tapo([...FEW, "--json"])).stdout);
    expect((await tapo([...FEW, "--baseline", file("plain.json")])).code).toBe(0);

    const changed = await tapo([...FEW, "--beta", "0.6", "--baseline", baseline, "--quiet"]);
    expect(changed.code).toBe(1);
    expect(changed.stderr).toContain("gate failed: conventions.beta: expected 0.8, found 0.6");
    expect(changed.stderr).toMatch(
      /gate failed: tapo\.recoveredAdvantage: expected .*, found .*, difference -0\.03\d*, tolerance 0\n/,
    );
    const { code, stderr } = await tapo([
      ...FEW,
      "--beta",
      "0.6",
      "--baseline",
      baseline,
      "--tolerance",
      "*=9",
      "--quiet",
    ]);
    expect([code, stderr.trim().split("\n").length]).toEqual([1, 1]);

    const gone = await tapo(["ablate", LOG, "--variants", "tapo", "--baseline", baseline, "--quiet"]);
    expect([gone.code, gone.stderr]).toEqual([
      1,
      "gate failed: base: expected as in the baseline, found no variant of this name\n",
    ]);
  });

  test("a step summary is added to; a report to - is all there is on standard output", async () => {
    const summary = file("summary.md");
    writeFileSync(summary, "before\n");
    const args = [...FEW, "--report", `md=${summary}`, "--report", "github=-"];
    const { code, stdout } = await tapo(args, { env: { GITHUB_STEP_SUMMARY: summary } });
    expect(code).toBe(0);
    expect(readFileSync(summary, "utf8")).toMatch(/^before\n# Ablation of the credit transfer\n/);
    expect(
      stdout
        .trim()
        .split("\n")
        .every((line) => line.startsWith("::")),
    ).toBe(true);
  });
});

describe("gates of audit", () => {
  test("figures of SPEC and checks; the JSON holds the gates only where there are some", async () => {
    const gates = ["--assert", "statistics.correctableActions >= 0.9", "--assert", "checks.chanceMatches < 0.5"];
    const { code, stdout, stderr } = await tapo(["audit", LOG, ...gates, "--json", "--quiet"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^gate failed: statistics\.correctableActions: expected >= 0\.9, found 0\.47\d+ \(266 \/ 555\)/,
    );
    expect(JSON.parse(stdout)).toMatchObject({ gates: [{ passed: false }, { passed: true }] });
    expect(JSON.parse((await tapo(["audit", LOG, "--json"])).stdout)).not.toHaveProperty("gates");
  });

  test("a baseline", async () => {
    const baseline = file("audit.json");
    expect((await tapo(["audit", LOG, "--write-baseline", baseline])).code).toBe(0);
    expect((await tapo(["audit", LOG, "--baseline", baseline])).code).toBe(0);
    const { code, stderr } = await tapo(["audit", LOG, "--theta", "0.6", "--baseline", baseline, "--quiet"]);
    expect(code).toBe(1);
    expect(stderr).toContain("gate failed: statistics.correctableActions: expected");
  });
});
