import { describe, expect, test, vi } from "vitest";
import { bareText, tokenise } from "../../src/match/tokens.js";
import { makeRandom } from "../property/random.js";
import { tokensOf } from "../reference/text.js";

describe("tokens of a text", () => {
  test("are those of the rule about every character of the first plane, in both cases of the way", () => {
    for (let from = 0; from < 0x10000; from += 64) {
      const units = Array.from({ length: 64 }, (_, i) => from + i).filter((unit) => unit < 0xd800 || unit > 0xdfff);
      const text = units.map((unit) => `a${String.fromCharCode(unit)}9`).join(" ");
      expect(tokenise(text), from.toString(16)).toEqual(tokensOf(text));
    }
  });

  test("are those of the rule in drawn texts, with surrogate pairs and marks", () => {
    const parts = [
      "Red",
      "car",
      " ",
      "-",
      "東京",
      "カ",
      "ー",
      "e\u0301",
      "😀",
      "𠀀",
      "𝔘",
      "ﬁ",
      "Σ",
      "İ",
      "٣",
      "_",
      "\n",
      "\ud800",
    ] as const;
    for (let seed = 0; seed < 2000; seed++) {
      const random = makeRandom(seed);
      const text = Array.from({ length: random.int(10) }, () => random.pick(parts)).join("");
      expect(tokenise(text), JSON.stringify(text)).toEqual(tokensOf(text));
    }
  });

  test("are the same where a token is too long for the regular expression's stack", () => {
    const parts = [
      "Red",
      "car",
      " ",
      "-",
      "東京",
      "カ",
      "ー",
      "e\u0301",
      "😀",
      "𠀀",
      "𝔘",
      "ﬁ",
      "٣",
      "_",
      "\ud800",
      "é",
    ] as const;
    const texts = Array.from({ length: 500 }, (_, seed) => {
      const random = makeRandom(seed);
      return `é${Array.from({ length: random.int(10) }, () => random.pick(parts)).join("")}`;
    });
    const expected = texts.map(tokensOf);
    const match = vi.spyOn(String.prototype, "match").mockImplementation(() => {
      throw new RangeError("Maximum call stack size exceeded");
    });
    try {
      expect(texts.map(tokenise)).toEqual(expected);
      match.mockImplementation(() => {
        throw new TypeError("another fault");
      });
      expect(() => tokenise("é")).toThrow(TypeError);
    } finally {
      match.mockRestore();
    }
  });

  test.each([
    ["Red CAR-42", ["red", "car", "42"]],
    ["a_b", ["a", "b"]],
    ["東京タワー x", ["東", "京", "タ", "ワ", "ー", "x"]],
    ["ﬁnd Ｃａｒ", ["find", "car"]],
    ["", []],
    ["?! \t", []],
  ])("of %j are %j", (text, tokens) => {
    expect(tokenise(text)).toEqual(tokens);
  });

  test("a text without tokens is compared by its normal form without blanks about it", () => {
    expect(bareText(" ？！ ")).toBe("?!");
    expect(bareText("\n…\t")).toBe("...");
    expect(bareText("? !")).toBe("? !");
  });
});
