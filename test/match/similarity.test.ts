import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/json/canonical.js";
import { CallCompiler } from "../../src/match/call-compiler.js";
import type { JsonValue } from "../../src/model/json.js";
import { KEY_KINDS, TEXT_METRICS, type TextMetric } from "../../src/model/names.js";
import type { ToolConfig } from "../../src/model/options.js";
import { drawText, drawValue } from "../property/arguments.js";
import { makeRandom, type Random } from "../property/random.js";
import { canonical } from "../reference/json.js";
import { makeSimilarity } from "../reference/similarity.js";
import { DEFAULTS, type JsonObject } from "../reference/types.js";

const PAIRS = 400;
const KEYS = ["query", "bbox", "label", "id", "url", "path", "v", "__proto__"] as const;
const IDENTITY: readonly string[] = ["id", "url", "path"];
const PLAIN: ToolConfig = { ignore: [], identity: [], kinds: new Map(), weights: new Map() };

function drawArgs(random: Random): JsonObject {
  const entries = Array.from({ length: random.int(4) }, () => [random.pick(KEYS), drawValue(random)] as const);
  return Object.fromEntries(entries) as JsonObject;
}

/** Arguments near the given ones: most keys stay, most identity values too, and texts change into other texts. */
function drawNear(random: Random, args: JsonObject): JsonObject {
  const entries = Object.entries(args).flatMap(([key, value]) => {
    if (random.chance(0.1)) return [];
    const other = typeof value === "string" && random.chance(0.7) ? drawText(random) : drawValue(random);
    return [[key, random.chance(IDENTITY.includes(key) ? 0.8 : 0.3) ? value : other] as const];
  });
  return Object.fromEntries(random.chance(0.2) ? [...entries, ["v", drawValue(random)]] : entries) as JsonObject;
}

function drawConfig(random: Random): ToolConfig {
  const keys = (most: number) => Array.from({ length: random.int(most + 1) }, () => random.pick(KEYS));
  const kind = () => KEY_KINDS[random.int(KEY_KINDS.length)] ?? "json";
  return {
    ignore: keys(2),
    identity: keys(1),
    kinds: new Map(keys(2).map((key) => [key, kind()])),
    weights: new Map(keys(2).map((key) => [key, random.pick([0, 0.5, 2])])),
  };
}

function sim(a: JsonObject, b: JsonObject, metric: TextMetric = "jaccard", config: Partial<ToolConfig> = {}): number {
  const compiler = new CallCompiler(metric, new Map([["t", { ...PLAIN, ...config }]]));
  const compiled = [a, b].map((args) => compiler.compile("t", canonicalJson(args as JsonValue)));
  const [x, y] = compiled as [(typeof compiled)[0], (typeof compiled)[0]];
  expect(compiler.similarity(y, x)).toBe(compiler.similarity(x, y));
  return compiler.similarity(x, y);
}

describe.each(TEXT_METRICS)("similarity by %s", (metric) => {
  test(`is SPEC's, for arguments of every kind and any configuration (${PAIRS} pairs)`, () => {
    for (let seed = 0; seed < PAIRS; seed++) {
      const random = makeRandom(seed);
      const a = drawArgs(random);
      const b = random.chance(0.1) ? drawArgs(random) : drawNear(random, a);
      const config = random.chance(0.5) ? PLAIN : drawConfig(random);
      const call = (args: JsonObject) => ({
        tool: "t",
        args,
        canonical: canonical(args),
        excluded: false,
        observation: null,
      });
      const options = { ...DEFAULTS, textMetric: metric, tools: new Map([["t", config]]) };
      expect(sim(a, b, metric, config), `seed ${seed}`).toBeCloseTo(makeSimilarity(options)(call(a), call(b)), 12);
    }
  });
});

describe("similarity of two calls", () => {
  test.each([
    ["nothing to compare", {}, {}, 1],
    ["a key on one side only", { q: "car" }, {}, 0],
    ["half of the keys", { a: 1, b: 2 }, { a: 1, b: 3 }, 0.5],
    ["an identity key that differs", { id: 1, q: "car" }, { id: 2, q: "car" }, 0],
    ["an identity key on one side only", { id: 1, q: "car" }, { q: "car" }, 0],
    ["only identity keys", { id: 1, image: "a" }, { image: "a", id: 1 }, 1],
    ["identity takes no part in the mean", { id: 1, a: 1, b: 2 }, { id: 1, a: 1, b: 3 }, 0.5],
    ["urls of one normal form as identity", { url: "http://A.org:80/x/" }, { url: "http://a.org/x#f" }, 1],
    ["a label beside a box", { bbox: [0, 0, 1, 1], label: "x" }, { bbox: [0, 0, 1, 1], label: "y" }, 1],
    ["a label without a box", { label: "x" }, { label: "y" }, 0],
    ["a label that is a box", { label: [0, 0, 1, 1] }, { label: [0, 0, 1, 1] }, 1],
    ["values of different kinds", { v: "1" }, { v: 1 }, 0],
    ["a text and a list of it", { v: "car" }, { v: ["car"] }, 0],
    ["an empty list is no list of texts", { v: [] }, { v: [] }, 1],
    ["deep equality", { v: { a: [1, { b: null }], c: true } }, { v: { c: true, a: [1, { b: null }] } }, 1],
    ["deep inequality", { v: { a: [1] } }, { v: { a: [1, 1] } }, 0],
    ["booleans and nulls", { a: true, b: null, c: false }, { a: true, b: null, c: null }, 2 / 3],
    ["a URL in two forms", { v: "HTTP://A.org:80/x/" }, { v: "http://a.org/x#f" }, 1],
    ["two URLs", { v: "http://a.org/x" }, { v: "http://a.org/y" }, 0],
    ["a URL and a text of its tokens", { v: "http://a.org/x" }, { v: "http a org x" }, 0],
    ["keys that look like numbers", { 10: 1, 9: 1 }, { 10: 1 }, 0.5],
    ["numbers by value", { v: 1 }, { v: 1.0 }, 1],
    ["a number and a boolean", { v: 1 }, { v: true }, 0],
    ["null and a text of it", { v: null }, { v: "null" }, 0],
    ["five numbers are no box", { v: [0, 0, 4, 4, 4] }, { v: [0, 0, 4, 4, 5] }, 0],
  ] as const)("%s", (_, a, b, expected) => {
    expect(sim(a as unknown as JsonObject, b as unknown as JsonObject)).toBe(expected);
  });

  test("a configured kind that does not fit a value scores 0, even with itself", () => {
    const kinds = (kind: string) => ({ kinds: new Map([["v", kind]]) }) as Partial<ToolConfig>;
    const unfit: readonly (readonly [string, JsonValue])[] = [
      ["box", [0, 0, 1]],
      ["box", [0, 0, 1, "1"]],
      ["url", "a.org"],
      ["url", 1],
      ["text", 1],
      ["texts", []],
      ["texts", ["a", 1]],
      ["texts", "a"],
      ["number", "1"],
      ["boolean", 0],
      ["null", 0],
    ];
    for (const [kind, v] of unfit)
      expect(sim({ v }, { v }, "jaccard", kinds(kind)), `${kind} ${JSON.stringify(v)}`).toBe(0);
    const fit: readonly (readonly [string, JsonValue])[] = [
      ["box", [1, 1, 0, 0]],
      ["url", "https://a.org"],
      ["text", "http://a.org/x"],
      ["texts", ["a"]],
      ["number", 1],
      ["number", 9007199254740993n],
      ["boolean", false],
      ["null", null],
      ["json", {}],
    ];
    for (const [kind, v] of fit) expect(sim({ v }, { v }, "jaccard", kinds(kind)), kind).toBe(1);
    expect(sim({ v: "http://a.org/x" }, { v: "http://a.org/y" }, "jaccard", kinds("text"))).toBe(3 / 5);
  });

  test("weights, ignored keys and identity are those of the tool's configuration", () => {
    const weights = new Map([
      ["a", 3],
      ["b", 0],
    ]);
    expect(sim({ a: 1, b: 1, c: 1 }, { a: 1, b: 2, c: 2 }, "jaccard", { weights })).toBe(3 / 4);
    expect(sim({ b: 1 }, { b: 2 }, "jaccard", { weights })).toBe(1); // weights that add up to 0: nothing to compare
    expect(sim({ a: 1, x: 1 }, { a: 1, x: 2 }, "jaccard", { ignore: ["x"] })).toBe(1);
    expect(sim({ a: 1, x: 1 }, { a: 1, x: 2 }, "jaccard", { identity: ["x"] })).toBe(0);
    expect(
      sim({ bbox: [0, 0, 1, 1], label: "x" }, { bbox: [0, 0, 1, 1], label: "y" }, "jaccard", { ignore: ["bbox"] }),
    ).toBe(0);
    expect(sim({ id: "red car" }, { id: "red bus" }, "jaccard", { kinds: new Map([["id", "text"]]) })).toBe(1 / 3);
  });

  test("a tool without a configuration has the default identity keys", () => {
    const compiler = new CallCompiler("jaccard", new Map());
    const [a, b] = ['{"id":1,"q":"car"}', '{"id":2,"q":"car"}'].map((args) => compiler.compile("t", args));
    expect(a && b ? compiler.similarity(a, b) : null).toBe(0);
  });

  test("equal calls share one compiled form, tool by tool", () => {
    const compiler = new CallCompiler("jaccard", new Map());
    expect(compiler.compile("t", '{"a":1}')).toBe(compiler.compile("t", '{"a":1}'));
    expect(compiler.compile("u", '{"a":1}')).not.toBe(compiler.compile("t", '{"a":1}'));
    expect(compiler.size).toBe(2);
  });
});
