import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/json/canonical.js";
import { CallCompiler } from "../../src/match/call-compiler.js";
import type { JsonValue } from "../../src/model/json.js";
import { KEY_KINDS, TEXT_METRICS } from "../../src/model/names.js";
import { drawValue } from "../property/arguments.js";
import { makeRandom } from "../property/random.js";

const RUNS = Number(process.env.TAPO_INVARIANT_RUNS ?? 2000);
const KEYS = ["query", "bbox_2d", "url", "label", "id", "path", "__proto__", "constructor", "a", "b"] as const;

/** Values that meet often: from the generator of logs, and any JSON besides. */
const value = fc.oneof(
  { weight: 4, arbitrary: fc.nat().map((seed) => drawValue(makeRandom(seed)) as JsonValue) },
  { weight: 1, arbitrary: fc.jsonValue().map((any) => any as JsonValue) },
  {
    weight: 1,
    arbitrary: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 4 }),
  },
);
const args = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), value), { maxLength: 4 })
  .map((entries) => canonicalJson(Object.fromEntries(entries)));

const configs = fc.record({
  ignore: fc.subarray([...KEYS]),
  identity: fc.subarray([...KEYS], { maxLength: 2 }),
  kinds: fc
    .array(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...KEY_KINDS)), { maxLength: 3 })
    .map((k) => new Map(k)),
  weights: fc
    .array(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(0, 0.1, 1, 3)), { maxLength: 3 })
    .map((w) => new Map(w)),
});

describe.each(TEXT_METRICS)("similarity by %s", (metric) => {
  test("is in [0, 1], symmetric to the bit, and 1 to itself", () => {
    fc.assert(
      fc.property(args, args, fc.option(configs), (a, b, config) => {
        const compiler = new CallCompiler(metric, new Map(config === null ? [] : [["t", config]]));
        const [x, y] = [compiler.compile("t", a), compiler.compile("t", b)];
        const [forth, back] = [compiler.similarity(x, y), compiler.similarity(y, x)];
        expect(Object.is(forth, back)).toBe(true);
        expect(forth >= 0 && forth <= 1).toBe(true);
        const misfit = config !== null && config.kinds.size > 0; // a value that a configured kind does not fit scores 0
        if (!misfit) expect(compiler.similarity(x, x)).toBe(1);
      }),
      { numRuns: RUNS, seed: 1 },
    );
  });
});
