import { describe, expect, test } from "vitest";
import type { CompareResult } from "../../../src/model/compare.js";
import { RULE_NAMES } from "../../../src/model/names.js";
import { compareRecords } from "../../../src/pipeline/records.js";
import { compareCsv } from "../../../src/report/compare/compare-csv.js";
import { compareHtml } from "../../../src/report/compare/compare-html.js";
import { compareMarkdown } from "../../../src/report/compare/compare-markdown.js";
import { compareTable } from "../../../src/report/compare/compare-table.js";
import { PLAIN_STYLE } from "../../../src/report/style.js";
import { simulateLog } from "../../../src/simulate/simulate.js";
import { tooWide } from "../lines.js";

const records = [...simulateLog({ prompts: 6, seed: 1 })].map((value, row) => ({ path: "log", row, value }));
const full = compareRecords(records, { replicates: 20 });
const hostile: CompareResult = {
  ...full,
  warnings: [{ code: "evil", message: "</script><script>alert(1)</script> \u001b[31m | `x`" }],
};
const empty = compareRecords([], {});
const blind = compareRecords(
  records.map(({ value: { true_advantages: _, ...value }, ...place }) => ({ ...place, value })),
  { replicates: 20 },
  ["grpo", "tapo", "gdpo"],
);
const PAGE = { style: PLAIN_STYLE, width: 80 };

describe("terminal", () => {
  test.each([
    ["a full result", full],
    ["hostile text", hostile],
    ["no rollouts", empty],
    ["no truth", blind],
  ])("%s: 80 columns, no control characters, every rule named", (_, result) => {
    const text = compareTable(result, PAGE);
    expect(tooWide(text, 80)).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    for (const { name } of result.rules) expect(text).toContain(name);
    expect(text).not.toMatch(/NaN|undefined|null/);
  });

  test("truth only where it is known, needs only where something is missing", () => {
    expect(compareTable(full, PAGE)).toContain("Against the true credit");
    expect(compareTable(blind, PAGE)).not.toContain("Against the true credit");
    expect(compareTable(blind, PAGE)).toMatch(/gdpo +needs reward_components/);
  });
});

describe("files", () => {
  test("csv: one row a figure, every rule and pair", () => {
    const lines = compareCsv(full).trimEnd().split("\n");
    expect(lines[0]).toBe("rule,other,figure,value,ci95_low,ci95_high,n,reason");
    expect(new Set(lines.slice(1).map((line) => line.split(",")[0]))).toEqual(new Set(RULE_NAMES));
    expect(lines.filter((line) => line.includes(",rankCorrelation,"))).toHaveLength(full.agreement.length);
  });

  test("markdown: tables, and text of the log escaped", () => {
    const text = compareMarkdown(hostile);
    expect(text).toContain("## Against the true credit of turns");
    expect(text).not.toContain("<script>");
    expect(text).toContain("\\| \\`x\\`");
  });

  test("html: one page with the chart and the tables, text of the log escaped", async () => {
    const text = await compareHtml(hostile);
    expect(text).toContain("<svg");
    expect(text).not.toContain("<script>alert");
    for (const { name } of full.rules) expect(text).toContain(name);
    expect(await compareHtml(blind)).not.toContain("<svg");
  });
});
