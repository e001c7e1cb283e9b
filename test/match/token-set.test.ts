import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countShared } from "../../src/match/interner.js";
import { TokenSet } from "../../src/match/token-set.js";
import { tokenise } from "../../src/match/tokens.js";

const set = new TokenSet();

/** By the token rule alone. */
function slow(text: string): Float64Array {
  return set.ofTokens(tokenise(text));
}

/** Pieces that joining, folding and lower case are tricky about. */
const TRICKY =
  "a A é É e\u0301 が か\u3099 \uff76\uff9e \u309b Σ ΑΣ ς İ i\u0307 ı ﬁ ½ ㎏ … ﹏ ſ K Å 가 ᄀ ᅡ \u11a8 ㄱ Ａ １ ， 。 東京 ー 々 〇 \u3400 豈 ् क् े α \u0345 \ud83d\ude00 \ud800 \udc00 \u0000 \u007f \ufffd \ufeff \u00a0 _ - 1 ١ x\u200dy".split(
    " ",
  );

const texts = fc.array(fc.oneof(fc.constantFrom(...TRICKY, " ", "\n", "word"), fc.string({ unit: "binary" })), {
  maxLength: 30,
});

describe("token sets without strings for tokens", () => {
  it("are those of the token rule for every unit, alone and between letters", () => {
    const wrong: number[] = [];
    for (let unit = 0; unit < 0x10000; unit++) {
      const character = String.fromCharCode(unit);
      for (const text of [character, `a${character}b`, `A ${character}`]) {
        const fast = set.ofText(text);
        if (fast !== null && String(fast) !== String(slow(text))) wrong.push(unit);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("are those of the token rule for any text, or none", () => {
    fc.assert(
      fc.property(texts, (pieces) => {
        const text = pieces.join("");
        expect(set.ofText(text) ?? slow(text)).toEqual(slow(text));
        const bytes = Buffer.from(text, "utf8");
        expect(set.ofBytes(bytes, 0, bytes.length) ?? slow(bytes.toString())).toEqual(slow(bytes.toString()));
      }),
      { numRuns: 3000 },
    );
  });

  it("are none for bytes that are no UTF-8", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const text = Buffer.from(bytes).toString("utf8");
        const valid = Buffer.from(text, "utf8").equals(bytes);
        const fast = set.ofBytes(bytes, 0, bytes.length);
        if (!valid) expect(fast).toBeNull();
        else expect(fast ?? slow(text)).toEqual(slow(text));
      }),
      { numRuns: 20_000 },
    );
    expect(set.ofBytes(Buffer.from([0xe0, 0x80, 0x80]), 0, 3)).toBeNull();
    expect(set.ofBytes(Buffer.from([0xed, 0xa0, 0x80]), 0, 3)).toBeNull();
  });

  it("take the short way for what logs are full of", () => {
    for (const text of ["Plain text, 12 words.", "搜索结果：\n1. 临江钟楼…", "Überprüfung der Größe", "カタカナ"]) {
      expect(set.ofText(text)).toEqual(slow(text));
      expect(set.ofBytes(Buffer.from(text), 0, Buffer.byteLength(text))).toEqual(slow(text));
    }
  });

  it("hold thousands of tokens", () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `w${i} w${i % 7}`).join(" ");
    expect(set.ofText(text)).toEqual(slow(text));
    expect(set.ofText(text)).toHaveLength(20_000);
  });

  it("rest on this: only marks and jamo join with what stands before them", () => {
    const joining: string[] = [];
    for (let code = 0; code < 0x30000; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const parts = [...String.fromCodePoint(code).normalize("NFD")].slice(1);
      joining.push(...parts.filter((part) => part.length === 1 && !/[\p{M}\u1100-\u11ff]/u.test(part)));
    }
    expect(joining).toEqual([]);
  });
});

describe("token sets as sets", () => {
  it("share what the tokens share, each once, in ascending order", () => {
    const word = fc.constantFrom("the", "a", "news", "News", "b2", "中", "naïve", "42", "ß", "x".repeat(40));
    const words = fc.array(word, { maxLength: 60 });
    fc.assert(
      fc.property(words, words, (left, right) => {
        const [a, b] = [left, right].map((some) => set.ofText(some.join(" ")) ?? new Float64Array(0));
        const [x, y] = [left, right].map((some) => new Set(tokenise(some.join(" "))));
        expect([a?.length, b?.length]).toEqual([x?.size, y?.size]);
        expect(countShared(a ?? [], b ?? [])).toBe([...(x ?? [])].filter((token) => y?.has(token)).length);
        expect([...(a ?? [])].every((hash, i, all) => i === 0 || hash > (all[i - 1] ?? 0))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("of every character's bytes are those of its text, whatever stands beside it", () => {
    const different: string[] = [];
    for (let unit = 0x80; unit <= 0xffff; unit++) {
      if (unit >= 0xd800 && unit <= 0xdfff) continue;
      const text = `a${String.fromCharCode(unit)}b`;
      const bytes = Buffer.from(text);
      const [byBytes, byText] = [set.ofBytes(bytes, 0, bytes.length), set.ofText(text)];
      if (String(byBytes) !== String(byText)) different.push(unit.toString(16));
    }
    expect(different).toEqual([]);
  });

  it("are not made of bytes that are no UTF-8", () => {
    const edges = [0x00, 0x41, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const broken = (bytes: Buffer) => {
      try {
        return decoder.decode(bytes) === "";
      } catch {
        return true;
      }
    };
    let seen = 0;
    for (let first = 0x80; first <= 0xff; first++) {
      for (const second of edges) {
        for (const third of edges) {
          for (const length of [1, 2, 3]) {
            // what follows the end is no part of the text
            const bytes = Buffer.from([first, second, third, 0x80]);
            if (!broken(bytes.subarray(0, length))) continue;
            seen++;
            expect(set.ofBytes(bytes, 0, length), bytes.subarray(0, length).toString("hex")).toBeNull();
          }
        }
      }
    }
    expect(seen).toBeGreaterThan(20_000);
  });
});
