import { describe, expect, test } from "vitest";
import type { AuditResult } from "../../src/model/audit.js";
import { auditCsv } from "../../src/report/audit/audit-csv.js";
import { auditMarkdown } from "../../src/report/audit/audit-markdown.js";
import { auditTable } from "../../src/report/audit/audit-table.js";
import { checkSentences } from "../../src/report/audit/checks.js";
import { headline } from "../../src/report/audit/headline.js";
import { PLAIN_STYLE, type Style } from "../../src/report/style.js";
import { tooWide } from "./lines.js";
import { EMPTY_AUDIT, SAMPLE_AUDIT } from "./sample-audit.js";

const page = (width: number) => ({ width, style: PLAIN_STYLE });

describe("audit on a terminal", () => {
  test("80 columns", async () => {
    await expect(auditTable(SAMPLE_AUDIT, page(80))).toMatchFileSnapshot("golden/audit-80.txt");
  });

  test("nothing to report", async () => {
    await expect(auditTable(EMPTY_AUDIT, page(80))).toMatchFileSnapshot("golden/audit-empty.txt");
  });

  test.each([80, 100, 120])("no line is wider than %i columns", (width) => {
    const long = {
      ...SAMPLE_AUDIT,
      byTool: SAMPLE_AUDIT.byTool.map((row) => ({ ...row, tool: `${row.tool}_`.repeat(20) })),
    };
    expect(tooWide(auditTable(long, page(width)), width)).toEqual([]);
  });

  test("styles change nothing but marks", () => {
    const mark = (text: string) => `<b>${text}</b>`;
    const style: Style = { strong: mark, faint: mark, good: mark, bad: mark, warn: mark, name: mark };
    const marked = auditTable(SAMPLE_AUDIT, { width: 80, style });
    expect(marked).toContain("<b>! Only 97 of 128 groups");
    expect(marked.replaceAll(/<\/?b>/g, "")).toBe(auditTable(SAMPLE_AUDIT, page(80)));
  });

  test("no escape sequence of the log gets through", () => {
    expect(auditTable(SAMPLE_AUDIT, page(80))).not.toContain("\u001b");
    expect(auditMarkdown(SAMPLE_AUDIT)).not.toContain("\u001b");
    expect(auditCsv(SAMPLE_AUDIT)).not.toContain("\u001b");
  });
});

describe("the comparison with the paper", () => {
  const withCi = (ci95: readonly [number, number] | null, value = 0.5): AuditResult => ({
    ...SAMPLE_AUDIT,
    statistics: {
      ...SAMPLE_AUDIT.statistics,
      correctableTrajectories: { numerator: 1, denominator: 2, value, ci95 },
    },
  });
  test.each([
    [withCi([0.51, 0.6]), "Trajectories: over half here too."],
    [withCi([0.4, 0.49]), "Trajectories: less than half here."],
    [withCi([0.4, 0.6]), "Trajectories: about half here"],
    [withCi(null, 0.7), "Trajectories: over half here, without an interval."],
    [withCi(null, 0.5), "Trajectories: not over half here, without an interval."],
    [EMPTY_AUDIT, "Trajectories: cannot be compared."],
  ])("%#", (result, sentence) => {
    expect(headline(result).join(" ")).toContain(sentence);
  });
});

describe("checks", () => {
  const sentence = (checks: Partial<AuditResult["checks"]>, at: number) =>
    checkSentences({ ...SAMPLE_AUDIT, checks: { ...SAMPLE_AUDIT.checks, ...checks } })[at]?.[1].join(" ");
  const figure = (value: number) => ({ numerator: value * 100, denominator: 100, value });

  test("chance matches near the real rate are generic", () => {
    expect(sentence({ chanceMatches: figure(0.45) }, 0)).toContain("the matches are generic");
    expect(sentence({ chanceMatches: figure(0.3) }, 0)).toContain("a good part of the matches is generic");
    expect(sentence({ chanceMatches: figure(0.05) }, 0)).toContain("specific to the prompt");
    const statistics = { ...SAMPLE_AUDIT.statistics, correctableActionsMixed: { ...figure(0), ci95: null } };
    const nothing = { ...SAMPLE_AUDIT, statistics, checks: { ...SAMPLE_AUDIT.checks, chanceMatches: figure(0) } };
    expect(checkSentences(nothing)[0]?.[1].join(" ")).toContain("nothing to compare");
  });

  test("determinism that is no better than for calls that do not match", () => {
    const row = { tool: "t", matchedPairs: 5, matchedEqual: 0, unmatchedPairs: 5, unmatchedEqual: 0 };
    const determinism = (matched: number, unmatched: number) =>
      sentence({ determinism: [{ ...row, matchedMeanJaccard: matched, unmatchedMeanJaccard: unmatched }] }, 1);
    expect(determinism(0.2, 0.3)).toContain("no more similar results");
    expect(determinism(0.3, 0.1)).toContain("in doubt");
    expect(determinism(0.6, 0.1)).toContain("similar, not the same");
    expect(determinism(0.95, 0.1)).toContain("bring the same result");
  });

  test("discrimination counts neutral calls among those that can be judged", () => {
    const counts = { correctedActions: 10, negative: 1, zero: 2, positive: 3, noOtherFailure: 4 };
    expect(sentence({ discrimination: counts }, 2)).toContain("50.0 % of those that can be judged");
  });

  test("answer conflicts point at the reward", () => {
    expect(sentence({ answerConflicts: figure(0.5) }, 3)).toContain("Check the reward first");
    expect(sentence({ answerConflicts: figure(0) }, 3)).toContain("rewards and answers agree");
  });
});

describe("audit in files", () => {
  test("csv", async () => {
    await expect(auditCsv(SAMPLE_AUDIT)).toMatchFileSnapshot("golden/audit.csv");
  });

  test("csv keeps spreadsheets from running a tool's name", () => {
    const tools = SAMPLE_AUDIT.byTool.map((row) => ({ ...row, tool: '=HYPERLINK("x")' }));
    expect(auditCsv({ ...SAMPLE_AUDIT, byTool: tools })).toContain(`tool,"'=HYPERLINK(""x"")",correctableActions,`);
  });

  test("markdown", async () => {
    await expect(auditMarkdown(SAMPLE_AUDIT)).toMatchFileSnapshot("golden/audit.md");
  });
});
