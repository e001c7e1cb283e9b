import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Packer, packetOf } from "../../../src/pipeline/store/packer.js";
import { Unpacker, unpackPacket } from "../../../src/pipeline/store/unpacker.js";

const { value: VALUE } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(undefined, null, true, false),
    fc.integer(),
    fc.double(),
    fc.bigInt(),
    fc.string({ unit: "binary", maxLength: 50 }),
    fc.constantFrom("\ud800", "a".repeat(40), "ÿ", "Ā", "探索".repeat(30), ""),
    fc.float64Array({ maxLength: 20 }),
    fc.int32Array({ maxLength: 20 }),
    fc.uint8Array({ maxLength: 100 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.record({ a: tie("value"), b: tie("value") }, { noNullPrototype: true }),
    fc.record({ a: tie("value"), tokens: fc.float64Array({ maxLength: 20 }) }, { noNullPrototype: true }),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  ),
}));

/** Two values in one list, the first of them twice and the second from memory of its own. */
const observation = () => ({ hash: "h".repeat(44), tokens: Float64Array.from({ length: 100 }, (_, i) => i + 0.5) });

describe("packed values", () => {
  test("come back as they were, to the bit", () => {
    fc.assert(
      fc.property(VALUE, (value) => {
        expect(unpackPacket(packetOf(value))).toStrictEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  test("have a place each, whatever was packed before and taken since", () => {
    fc.assert(
      fc.property(fc.array(VALUE, { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), (values, every) => {
        const packer = new Packer();
        const parts: Uint8Array[] = [];
        const starts = values.map((value, i) => {
          if (i % every === 0) parts.push(packer.take().slice());
          return packer.pack(value);
        });
        parts.push(packer.take().slice());
        const bytes = Buffer.concat(parts);
        const unpacker = new Unpacker(packer.tables, (position, size) => bytes.subarray(position, position + size));
        const ends = [...starts.slice(1), bytes.length];
        for (const i of [...values.keys()].reverse()) {
          const start = starts[i] ?? 0;
          expect(unpacker.unpack(start, (ends[i] ?? 0) - start)).toStrictEqual(values[i]);
        }
      }),
    );
  });

  test("one object is written once, and is one object again", () => {
    const shared = observation();
    const once = packetOf([shared]).bytes.length;
    const packet = packetOf([shared, [shared], shared.tokens]);
    expect(packet.bytes.length).toBeLessThan(once + 50);
    const [a, [b], tokens] = unpackPacket(packet) as [typeof shared, [typeof shared], Float64Array];
    expect(b).toBe(a);
    expect(tokens).toBe(a.tokens);
    expect(packetOf([shared, observation()]).bytes.length).toBeGreaterThan(2 * once - 20);
  });

  test("what is forgotten is written again", () => {
    const packer = new Packer();
    const shared = observation();
    packer.pack(shared);
    const once = packer.size;
    packer.forget();
    packer.pack(shared);
    expect(packer.size).toBe(2 * once);
  });

  test("short texts that occur often take two bytes", () => {
    const packer = new Packer();
    packer.pack("web_search");
    packer.pack("web_search");
    expect(packer.size).toBe(4);
    expect(packer.tables.texts).toEqual(["web_search"]);
  });

  test.each([
    ["a function", () => 0],
    ["a class", new Date(0)],
    ["a symbol", Symbol("s")],
  ])("%s is refused", (_name, value) => {
    expect(() => packetOf([value])).toThrow(TypeError);
  });
});
