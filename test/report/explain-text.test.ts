import { expect, test } from "vitest";
import { explainText } from "../../src/report/explain-text.js";
import { PLAIN_STYLE } from "../../src/report/style.js";
import { tooWide } from "./lines.js";
import { SAMPLE_EXPLAIN } from "./sample-explain.js";

const text = explainText(SAMPLE_EXPLAIN, { width: 80, style: PLAIN_STYLE });

test("80 columns", async () => {
  await expect(text).toMatchFileSnapshot("golden/explain-80.txt");
  expect(tooWide(text, 80)).toEqual([]);
});

test("shows the arithmetic with its numbers", () => {
  expect(text).toContain("0.8*0.7500*0.5000*0.9354");
  expect(text).toContain("mean(0.8*0.7500*0.5000*0.9354, 0)");
});

test("without the clamp the arithmetic has none", () => {
  const result = { ...SAMPLE_EXPLAIN, conventions: { ...SAMPLE_EXPLAIN.conventions, clamp: false } };
  expect(explainText(result, { width: 80, style: PLAIN_STYLE })).not.toContain("min(0,");
});
