import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayWidth } from "../../src/report/display-width.js";
import { excerpt, plainText, truncate } from "../../src/report/plain-text.js";

describe("plainText", () => {
  test.each([
    ["colours", "a\u001b[31;1mb\u001b[0mc", "abc"],
    ["a window title", "a\u001b]0;owned\u0007b", "ab"],
    ["a hyperlink", "\u001b]8;;http://x\u001b\\text\u001b]8;;\u001b\\", "text"],
    ["8-bit control sequences", "a\u009b31mb", "ab"],
    ["a sequence that never ends", "a\u001b]0;rest", "a0;rest"],
    ["backspaces and bells", "a\b\u0007b", "ab"],
    ["bidirectional overrides", "a\u202eb\u2066c\u200fd", "abcd"],
    ["line and paragraph separators", "a\u2028b\u2029c", "abc"],
    ["lone surrogates", "a\ud800b", "ab"],
    ["tabs and newlines", "a\tb\r\nc", "a b c"],
  ])("%s", (_, text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  test("keeps newlines only where asked", () => {
    expect(plainText("a\r\nb\rc\u001b[2Jd", true)).toBe("a\nb\ncd");
  });

  test("leaves nothing a terminal obeys, whatever comes in", () => {
    const unit = fc.constantFrom(
      "\u001b",
      "[",
      "]",
      "P",
      "\u0007",
      "\\",
      "\u009b",
      "0",
      ";",
      "m",
      "x",
      "\u202e",
      "é",
      "中",
      "\u0000",
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be gone
        expect(plainText(text)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  test("takes linear time on hostile text", () => {
    const start = performance.now();
    for (const piece of ["\u001b]", "\u001b[", "\u001b[1;", "\u001bP\u001b", "\u009b "])
      plainText(piece.repeat(300_000));
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe("excerpt", () => {
  test("one line, cut with an ellipsis", () => {
    expect(excerpt("  a\n\n b  ", 10)).toBe("a b");
    expect(excerpt("abcdefghij", 10)).toBe("abcdefghij");
    expect(excerpt("abcdefghijk", 10)).toBe("abcdefghi…");
    expect(excerpt("x".repeat(1e6), 5)).toBe("xxxx…");
  });

  test("counts columns, not characters", () => {
    expect(displayWidth("中文e\u0301")).toBe(5);
    expect(excerpt("中文中文中文", 8)).toBe("中文中…");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(displayWidth(truncate(plainText(text), width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
