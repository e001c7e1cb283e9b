import { expect, test } from "vitest";
import { inspectText } from "../../src/report/inspect-text.js";
import { PLAIN_STYLE } from "../../src/report/style.js";
import { tooWide } from "./lines.js";
import { SAMPLE_INSPECT } from "./sample-inspect.js";

const page = { width: 80, style: PLAIN_STYLE };

test("80 columns", async () => {
  const text = inspectText(SAMPLE_INSPECT, page);
  await expect(text).toMatchFileSnapshot("golden/inspect-80.txt");
  expect(tooWide(text, 80)).toEqual([]);
});

test("a log without calls, rewards or faults", () => {
  const text = inspectText({ ...SAMPLE_INSPECT, tools: [], rewards: [], first: null, rejections: [] }, page);
  expect(text).toContain("No tool call was found");
  expect(text).toContain("too many different values");
  expect(text).toContain("every record can be used");
  expect(text).not.toContain("First rollout");
});
