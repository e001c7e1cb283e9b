import fc from "fast-check";
import { expect, test } from "vitest";
import { toJson } from "../../src/report/json.js";

test("is JSON.stringify with two spaces, where that can hold the value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(toJson(value)).toBe(`${JSON.stringify(value, null, 2)}\n`);
    }),
  );
});

test("prints bigint ids as JSON numbers, every digit", () => {
  expect(toJson({ group: 9007199254740993n })).toBe('{\n  "group": 9007199254740993\n}\n');
});

test("leaves undefined members out", () => {
  expect(toJson({ a: undefined, b: 1 })).toBe('{\n  "b": 1\n}\n');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("refuses %s and says where", (value) => {
  expect(() => toJson({ statistics: [{ value }] })).toThrow("result.statistics[0].value");
});

test("refuses maps, which JSON would lose in silence", () => {
  expect(() => toJson({ tools: new Map() })).toThrow("result.tools");
});
