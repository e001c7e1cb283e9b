import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/json/canonical.js";
import type { JsonValue } from "../../src/model/json.js";

test("values nested deeper than the stack print as shallow ones do", () => {
  const inner = '{"":[],"a":[1,"x",null,{"é":true,"z":9007199254740993}],"b":-0.5}';
  const [open, close] = ['{"k":[0,', ',1],"l":{}}'];
  let value: JsonValue = { b: -0.5, a: [1, "x", null, { z: 9007199254740993n, é: true }], "": [] };
  let text = inner;
  for (let depth = 0; depth < 3; depth++) [value, text] = [{ l: {}, k: [-0, value, 1] }, open + text + close];
  expect(canonicalJson(value)).toBe(text.replace('"é":true,"z":9007199254740993', '"z":9007199254740993,"é":true'));
  const shallow = canonicalJson(value);
  for (let depth = 0; depth < 50_000; depth++) value = { l: {}, k: [-0, value, 1] };
  expect(canonicalJson(value)).toBe(open.repeat(50_000) + shallow + close.repeat(50_000));
});

test("is what the definition prints, whatever the keys and their order", () => {
  const key = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom("__proto__", "toJSON", "10", "9", "é", "\ud83d"));
  const json = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, true, -0, 1e300, 9007199254740993n, Number.NaN, "\ud800", "\u2028"),
      fc.string(),
      fc.double(),
      fc.array(tie("value"), { maxLength: 4 }),
      fc
        .array(fc.tuple(key, tie("value")), { maxLength: 12 })
        .map((members) => Object.fromEntries(members) as JsonValue),
    ),
  })).value;
  fc.assert(
    fc.property(json, (value) => {
      expect(canonicalJson(value)).toBe(byDefinition(value));
    }),
    { numRuns: 2000 },
  );
});

function byDefinition(value: JsonValue): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(byDefinition).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${byDefinition(member)}`).join(",")}}`;
}
