import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonPatch } from "../../src/model/json-patch.js";
import { patchEdits } from "../../src/write/patch-json.js";

function patched(text: string, patch: JsonPatch): string | null {
  const bytes = Buffer.from(text);
  const edits = patchEdits(bytes, 0, bytes.length, patch);
  if (edits === null) return null;
  let out = "";
  let at = 0;
  for (const { from, to, text: put } of [...edits].sort((a, b) => a.from - b.from)) {
    out += bytes.toString("utf8", at, from) + put;
    at = to;
  }
  return out + bytes.toString("utf8", at);
}

const one = (key: string | number, patch: JsonPatch): JsonPatch => new Map([[key, patch]]);

describe("patchEdits", () => {
  test("changes values at any depth and no other byte", () => {
    const text = '{ "a" : 1.50, "t": [ {"n":[ "]", {"v" : [1.0, 2e0] ,"é":"\\u0041"}]}, {} ] }';
    const patch = one("t", one(0, one("n", one(1, one("v", "[9]")))));
    expect(patched(text, patch)).toBe('{ "a" : 1.50, "t": [ {"n":[ "]", {"v" : [9] ,"é":"\\u0041"}]}, {} ] }');
  });

  test("adds members that are not there", () => {
    const patch: JsonPatch = new Map<string, JsonPatch>([
      ["x", "1"],
      ["y", "2"],
    ]);
    expect(patched("{}", patch)).toBe('{"x":1,"y":2}');
    expect(patched('{"y":null , "z":3}', patch)).toBe('{"y":2 , "z":3,"x":1}');
  });

  test("of two members of one name the one that counts is changed", () => {
    expect(patched('{"a":1,"a":2}', one("a", "3"))).toBe('{"a":1,"a":3}');
  });

  test.each<[string, JsonPatch]>([
    ["[1]", one(1, "2")],
    ['{"a":1}', one("b", one("c", "1"))],
    ['{"a":1}', one("a", one("c", "1"))],
    ['"text"', one("a", "1")],
    ["[1", one(0, "2")],
  ])("%s of another shape is refused", (text, patch) => {
    expect(patched(text, patch)).toBeNull();
  });

  test("means what setting the value means", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), fc.nat(), fc.jsonValue(), (list, at, value) => {
        const index = at % list.length;
        const after = patched(JSON.stringify({ list }, null, 1), one("list", one(index, JSON.stringify(value))));
        const wanted = list.map((old, i) => (i === index ? value : old));
        expect(JSON.parse(after ?? "")).toEqual(JSON.parse(JSON.stringify({ list: wanted })));
      }),
    );
  });
});
