import { expect, test } from "vitest";
import type { CorrectSummary } from "../../src/model/correct-summary.js";
import { correctText } from "../../src/report/correct-text.js";
import { PLAIN_STYLE } from "../../src/report/style.js";
import { tooWide } from "./lines.js";
import { SAMPLE_AUDIT } from "./sample-audit.js";

const summary: CorrectSummary = {
  schema: "tapo.correct/1",
  version: "0.1.0",
  conventions: SAMPLE_AUDIT.conventions,
  grouping: SAMPLE_AUDIT.grouping,
  funnel: SAMPLE_AUDIT.funnel,
  outputs: [
    { path: "out/1.jsonl", rows: 515 },
    { path: "turns.parquet", rows: 4000 },
  ],
  corrected: { rollouts: 150, turns: 290, calls: 312 },
  rejections: SAMPLE_AUDIT.rejections,
  warnings: SAMPLE_AUDIT.warnings,
};

test("80 columns", async () => {
  const text = correctText(summary, { width: 80, style: PLAIN_STYLE });
  await expect(text).toMatchFileSnapshot("golden/correct-80.txt");
  expect(tooWide(text, 80)).toEqual([]);
});
