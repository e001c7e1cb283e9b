import { expect, test } from "vitest";
import { floatTokens } from "../../src/write/float-tokens.js";

const runs = (...values: readonly number[]) => ({
  lengths: Int32Array.from(values, () => 2),
  values: Float64Array.from(values),
});

test("an advantage that a 32-bit float would make infinite is refused by its value", () => {
  for (const value of [1e39, -1e300, 2 ** 128, 2 ** 128 - 2 ** 103])
    expect(() => floatTokens(runs(0.5, value)), String(value)).toThrow(/beyond the 32-bit numbers of tapo_token/);
});

test("the largest 32-bit float and all that rounds to it stay", () => {
  for (const value of [2 ** 128 - 2 ** 104, -(2 ** 128 - 2 ** 103 - 2 ** 75), 5e-324])
    expect(Number.isFinite(Math.fround(floatTokens(runs(value))?.[1] ?? Number.NaN))).toBe(true);
  expect(floatTokens(null)).toBeNull();
});
