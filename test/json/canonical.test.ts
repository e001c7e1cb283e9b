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
