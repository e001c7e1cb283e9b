import { describe, expect, test } from "vitest";
import { Interner } from "../../src/match/interner.js";
import { TEXT_METRIC_TABLE } from "../../src/match/text-metrics.js";
import { TEXT_METRICS, type TextMetric } from "../../src/model/names.js";
import { makeRandom, type Random } from "../property/random.js";
import { textSimilarity } from "../reference/text.js";

const PAIRS = 400;
const WORDS = ["red", "car", "red", "Car!", "bus", "東京", "café", "?", "😀", "ﬁ"] as const;

function score(a: readonly string[], b: readonly string[], metric: TextMetric): number {
  const { prepare, score: measure } = TEXT_METRIC_TABLE[metric];
  const interner = new Interner();
  const [x, y] = [prepare(a, interner), prepare(b, interner)];
  expect(measure(y, x)).toBe(measure(x, y));
  return measure(x, y);
}

/** Texts of few words, so that they share some, repeat some and are now and then without any. */
function drawTexts(random: Random): string[] {
  const words = () =>
    Array.from({ length: random.int(7) }, () => random.pick(WORDS)).join(random.pick([" ", "", ", "]));
  return Array.from({ length: 1 + random.int(2) }, words);
}

describe.each(TEXT_METRICS)("%s of texts", (metric) => {
  test(`is that of its definition, alone and in lists (${PAIRS} pairs)`, () => {
    for (let seed = 0; seed < PAIRS; seed++) {
      const random = makeRandom(seed);
      const a = drawTexts(random);
      const b = random.chance(0.2)
        ? a.map((text) => random.pick([text, ` ${text}`, text.toUpperCase()]))
        : drawTexts(random);
      expect(score(a, b, metric), JSON.stringify([a, b])).toBeCloseTo(textSimilarity(a, b, metric), 14);
    }
  });
});

describe("text metrics", () => {
  test.each([
    ["jaccard", "red car", "red bus", 1 / 3],
    ["dice", "red car", "red bus", 1 / 2],
    ["token-f1", "red red car", "red red red", 2 / 3],
    ["rouge-l", "a b c d", "d a x c", 1 / 2],
    ["levenshtein", "kitten", "SITTING", 1 - 3 / 7],
    ["levenshtein", "", "abc", 0],
    ["levenshtein", "", "", 1],
    ["levenshtein", "😀", "😁", 0],
    ["levenshtein", "a😀", "a😁", 1 / 2],
    ["exact", "Car", "car", 0],
    ["exact", "car", "car", 1],
    ["jaccard", "?!", " ?! ", 1],
    ["jaccard", "?!", "!?", 0],
    ["rouge-l", "?", "?", 1],
    ["dice", "", "", 1],
    ["dice", "", "car", 0],
  ] as const)("%s of %j and %j is %d", (metric, a, b, expected) => {
    expect(score([a], [b], metric)).toBeCloseTo(expected, 15);
  });

  test("lists are joined in their order; without tokens they are compared element by element", () => {
    expect(score(["a", "b c"], ["a b", "c"], "rouge-l")).toBe(1);
    expect(score(["a", "b"], ["b", "a"], "rouge-l")).toBe(0.5);
    expect(score(["a", "b"], ["a\nb"], "levenshtein")).toBe(1);
    expect(score(["?", "!"], ["?!"], "jaccard")).toBe(0);
    expect(score(["?", " !"], ["? ", "!"], "jaccard")).toBe(1);
    expect(score(["a", "b"], ["ab"], "exact")).toBe(0);
  });

  test("levenshtein counts code points, however many different ones a text has", () => {
    const many = Array.from({ length: 3000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join("");
    expect(score([many], [`${many}x`], "levenshtein")).toBe(1 - 1 / 3001);
  });
});
