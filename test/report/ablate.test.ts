import { describe, expect, test } from "vitest";
import { ablateCsv } from "../../src/report/ablate/ablate-csv.js";
import { ablateMarkdown } from "../../src/report/ablate/ablate-markdown.js";
import { ablateTable } from "../../src/report/ablate/ablate-table.js";
import { sweepGrids } from "../../src/report/ablate/grid.js";
import { PLAIN_STYLE } from "../../src/report/style.js";
import { tooWide } from "./lines.js";
import { SAMPLE_ABLATION, SAMPLE_SWEEP, SAMPLE_VARIANT } from "./sample-ablation.js";

const page = (width: number) => ({ width, style: PLAIN_STYLE });

describe("ablate on a terminal", () => {
  test("80 columns", async () => {
    await expect(ablateTable(SAMPLE_SWEEP, page(80))).toMatchFileSnapshot("golden/ablate-80.txt");
  });

  test.each([80, 100, 120])("no line is wider than %i columns, whatever the names", (width) => {
    const variants = SAMPLE_SWEEP.variants.map((variant) => ({ ...variant, name: `${variant.name}_`.repeat(20) }));
    expect(tooWide(ablateTable({ ...SAMPLE_SWEEP, variants }, page(width)), width)).toEqual([]);
  });

  test("names that differ at their ends stay different", () => {
    const names = ["without-tool=image_search", "without-tool=text_search"];
    const variants = names.map((name) => ({ ...SAMPLE_VARIANT, name }));
    const text = ablateTable({ ...SAMPLE_ABLATION, variants }, page(80));
    expect(text).toContain("mage_search ");
    expect(text).toContain("text_search ");
  });

  test("no variant, no truth, nothing failing", () => {
    const nothing = { numerator: 0, denominator: 0, value: null, reason: "no failing rollouts" };
    const empty = { ...SAMPLE_VARIANT, correctedActions: nothing, recoveredAdvantage: nothing, truth: null };
    const text = ablateTable({ ...SAMPLE_ABLATION, variants: [{ ...empty, meanCorrection: null }] }, page(80));
    expect(text).toContain("corrects n/a (no failing rollouts)");
    expect(text).not.toContain("NaN");
    expect(text).not.toContain("true credit\n");
    expect(ablateTable({ ...SAMPLE_ABLATION, variants: [] }, page(80))).toContain("No variant was run.");
  });
});

describe("sweeps over two options", () => {
  test("are grids, whatever the order of the variants", () => {
    const [grid, ...others] = sweepGrids([...SAMPLE_SWEEP.variants].reverse());
    expect(others).toEqual([]);
    expect(grid?.rowValues).toEqual([0.3, 0.5]);
    expect(grid?.columnValues).toEqual([0.2, 0.4, 0.8]);
    expect(grid?.at(0.3, 0.8)?.name).toBe("theta=0.3,beta=0.8");
  });

  test("a grid with a hole is none", () => {
    expect(sweepGrids(SAMPLE_SWEEP.variants.slice(0, -1))).toEqual([]);
  });
});

describe("ablate in files", () => {
  test("csv", async () => {
    await expect(ablateCsv(SAMPLE_ABLATION)).toMatchFileSnapshot("golden/ablate.csv");
  });

  test("markdown", async () => {
    await expect(ablateMarkdown(SAMPLE_SWEEP)).toMatchFileSnapshot("golden/ablate.md");
  });

  test("hostile names do no harm", () => {
    const name = '=cmd|"!A1\u001b[31m<script>x</script>\u202e|[x](javascript:1)';
    const hostile = { ...SAMPLE_ABLATION, variants: [{ ...SAMPLE_VARIANT, name }] };
    expect(ablateCsv(hostile)).toContain(`"'=cmd|""`);
    for (const text of [ablateCsv(hostile), ablateMarkdown(hostile), ablateTable(hostile, page(80))]) {
      for (const control of ["\u001b", "\u202e"]) expect(text).not.toContain(control);
    }
    expect(ablateMarkdown(hostile)).not.toContain("<script>");
    expect(ablateMarkdown(hostile)).toContain("\\|\\[x\\](javascript:1)");
  });
});
