import { describe, expect, it } from "vitest";
import { canonical, parse } from "./json.js";
import { makeSimilarity, normaliseUrl } from "./similarity.js";
import { textSimilarity, tokensOf } from "./text.js";
import { DEFAULTS, type JsonObject, type Options, type ToolOptions } from "./types.js";

function sim(a: JsonObject, b: JsonObject, options: Partial<Options> = {}): number {
  const call = (args: JsonObject) => ({
    tool: "t",
    args,
    canonical: canonical(args),
    excluded: false,
    observation: null,
  });
  const measure = makeSimilarity({ ...DEFAULTS, ...options });
  const value = measure(call(a), call(b));
  expect(measure(call(b), call(a))).toBe(value);
  return value;
}

function configured(config: Partial<ToolOptions>): Partial<Options> {
  const tool = { ignore: [], identity: [], kinds: new Map(), weights: new Map(), ...config };
  return { tools: new Map([["t", tool]]) };
}

describe("similarity of the reference", () => {
  it.each<[string, JsonObject, JsonObject, number]>([
    ["no keys", {}, {}, 1],
    ["text", { q: "the red car" }, { q: "The CAR!" }, 2 / 3],
    ["texts", { q: ["red", "car"] }, { q: ["a car"] }, 1 / 3],
    ["half overlap of boxes", { b: [0, 0, 2, 2] }, { b: [2, 2, 1, 0] }, 0.5],
    ["same box without area", { b: [1, 1, 1, 5] }, { b: [1, 5, 1, 1] }, 1],
    ["other box without area", { b: [1, 1, 1, 5] }, { b: [1, 1, 1, 4] }, 0],
    ["label beside a box", { b: [0, 0, 1, 1], label: "x" }, { b: [0, 0, 1, 1], label: "y" }, 1],
    ["label alone", { label: "x" }, { label: "y" }, 0],
    ["label beside a box on one side", { b: [0, 0, 1, 1], label: "x" }, { b: [0, 0, 1], label: "x" }, 0],
    ["identity equal", { image: 1, q: "a" }, { image: 1, q: "a b" }, 0.5],
    ["identity differs", { image: 1, q: "a" }, { image: "1", q: "a" }, 0],
    ["identity on one side", { image: null, q: "a" }, { q: "a" }, 0],
    ["only identity", { id: { b: 1, a: [2] } }, { id: { a: [2], b: 1 } }, 1],
    ["identity by URL", { url: "HTTP://A.org:80/x//?b&a#f" }, { url: "http://a.org/x?a&&b" }, 1],
    ["number", { n: -0 }, { n: 0 }, 1],
    ["kinds differ", { n: 1 }, { n: "1" }, 0],
    ["one side only", { a: true, b: null }, { a: true }, 0.5],
    ["empty array is no text", { a: [] }, { a: [""] }, 0],
    ["objects", { a: { x: 1, y: [] } }, { a: { y: [], x: 1 } }, 1],
    ["no tokens, equal", { q: " ?! " }, { q: "?!" }, 1],
    ["no tokens, not equal", { q: "" }, { q: "?" }, 0],
    ["Han and kana", { q: "東京タワー" }, { q: "東京" }, 0.4],
    ["NFKC", { q: "ﬁnd Ｘ" }, { q: "FIND x" }, 1],
  ])("%s", (_, a, b, expected) => {
    expect(sim(a, b)).toBeCloseTo(expected, 15);
  });

  it("reads configured kinds, weights and keys", () => {
    expect(sim({ a: "x", b: "y" }, { a: "x", b: "z" }, configured({ weights: new Map([["a", 3]]) }))).toBe(0.75);
    expect(sim({ a: "x", b: "y" }, { a: "x", b: "z" }, configured({ ignore: ["b"] }))).toBe(1);
    expect(sim({ a: "x", b: "y" }, { a: "x", b: "z" }, configured({ identity: ["b"] }))).toBe(0);
    expect(sim({ url: "a b" }, { url: "a" }, configured({ kinds: new Map([["url", "text"]]) }))).toBe(0.5);
    expect(sim({ a: 1 }, { a: 1 }, configured({ kinds: new Map([["a", "text"]]) }))).toBe(0);
  });

  it("has the other metrics", () => {
    const score = (metric: Options["textMetric"]) => textSimilarity(["a b a"], ["a c"], metric);
    expect([score("jaccard"), score("dice"), score("token-f1"), score("rouge-l")]).toEqual([1 / 3, 0.5, 0.4, 0.4]);
    expect(textSimilarity(["Kitten"], ["sitting"], "levenshtein")).toBeCloseTo(1 - 3 / 7, 15);
    expect(textSimilarity(["😀"], ["😁"], "levenshtein")).toBe(0);
    expect(textSimilarity(["a", "b"], ["a\nb"], "levenshtein")).toBe(1);
    expect([textSimilarity(["A"], ["a"], "exact"), textSimilarity(["a"], ["a"], "exact")]).toEqual([0, 1]);
  });

  it("normalises URLs as text and no more", () => {
    expect(normaliseUrl("HTTPS://Ex.COM:443")).toBe("https://ex.com");
    expect(normaliseUrl("https://ex.com:80/A/../%7e/?")).toBe("https://ex.com:80/A/../%7e");
    expect(normaliseUrl("http://ex.com?b=2&a=1&")).toBe("http://ex.com?a=1&b=2");
  });

  it("splits texts into tokens", () => {
    expect(tokensOf("Über-naïve 3.14 カタ仮 x́y")).toEqual(["über", "naïve", "3", "14", "カ", "タ", "仮", "x́y"]);
  });

  it("keeps integers exact and hostile keys own", () => {
    expect(canonical(parse('{"b": 9007199254740993, "__proto__": [1.0, -0], "a": "\\u0041"}'))).toBe(
      '{"__proto__":[1,0],"a":"A","b":9007199254740993}',
    );
  });
});
