import { expect, test } from "vitest";
import { tokenise } from "../../src/match/tokens.js";

test("a token longer than the regular expression's stack is a token", { timeout: 60_000 }, () => {
  const long = "é".repeat(8_000_000);
  expect(
    tokenise(`${long} Ｃar 東京𝒜x ${long}e\u0301`).map((token) => (token.length > 9 ? token.length : token)),
  ).toEqual([8_000_000, "car", "東", "京", "ax", 8_000_001]);
});
