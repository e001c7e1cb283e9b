import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { loadTokenizer } from "../../../src/read/tokenizer/load-tokenizer.js";
import { BYTE_LEVEL, METASPACE, wordLevel } from "./tokenizers.js";

const run = promisify(execFile);
const LOCAL = resolve(import.meta.dirname, "../../../.venv/bin/python");
const PYTHON = process.env.TAPO_PYTHON ?? (existsSync(LOCAL) ? LOCAL : "");
const SCRIPT = resolve(import.meta.dirname, "../../python/token_offsets.py");
const usable =
  PYTHON !== "" &&
  (await run(PYTHON, ["-c", "import tokenizers"]).then(
    () => true,
    () => false,
  ));
if (!usable) console.log("skipped: no Python with tokenizers (TAPO_PYTHON or .venv)");

const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: object | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const WORDS = wordLevel(["the", "search", "<", ">", "</", "q", "."]);

describe("loadTokenizer", () => {
  test("byte-level: every byte has its place, special tokens are one", async () => {
    const tokenize = await loadTokenizer(file("byte.json", BYTE_LEVEL));
    const text = "a the é<search<|im_end|>";
    expect(tokenize(text, [0, 1, 5, 6, 7, 14, text.length])).toEqual({ length: 6, before: [0, 1, 2, 3, 4, 5, 6] });
    expect(tokenize("😀x", [0, 2, 3])).toEqual({ length: 5, before: [0, 4, 5] });
  });

  test("byte-level: a text that NFC changes keeps its places; what NFC joins cannot be cut", async () => {
    const tokenize = await loadTokenizer(file("byte.json", BYTE_LEVEL));
    expect(tokenize("ae\u0301b", [0, 1, 3, 4])).toEqual({ length: 3, before: [0, 1, 2, 3] });
    expect(tokenize("ae\u0301b", [2])).toBeNull();
  });

  test("a space put before the text, and bytes for what is not in the vocabulary", async () => {
    const tokenize = await loadTokenizer(file("meta.json", METASPACE));
    expect(tokenize("the the\nx", [0, 3, 7, 8, 9])).toEqual({ length: 4, before: [0, 1, 2, 3, 4] });
  });

  test("words: white space between them belongs to none", async () => {
    const tokenize = await loadTokenizer(file("words.json", WORDS));
    expect(tokenize("the  search \n", [0, 3, 4, 5, 13])).toEqual({ length: 2, before: [0, 1, 1, 1, 2] });
  });

  test("a word that is not in the vocabulary has its place; letters that are in none have not", async () => {
    const words = await loadTokenizer(file("words.json", WORDS));
    expect(words("the unknown q", [0, 4, 12])).toEqual({ length: 3, before: [0, 1, 2] });
    const model = { ...METASPACE.model, byte_fallback: false, unk_token: "<0x00>" };
    const letters = await loadTokenizer(file("letters.json", { ...METASPACE, model }));
    expect(letters("a", [0])?.length).toBe(2);
    expect(letters("aÜ", [0])).toBeNull();
  });

  test.each([
    ["{}", /no tokenizer.json of Hugging Face/],
    ["[1]", /no tokenizer.json/],
    ["not json", /no tokenizer.json/],
    [JSON.stringify({ model: { type: "Other", vocab: {} } }), /cannot be used as a tokenizer/],
  ])("%s is refused", async (content, message) => {
    await expect(loadTokenizer(file("bad.json", content))).rejects.toThrow(message);
  });

  test("a file that is not there is refused", async () => {
    await expect(loadTokenizer(join(folder, "none.json"))).rejects.toThrow(/none\.json/);
  });
});

const PIECES = [
  "the",
  " ",
  "search",
  "<search>",
  "\n",
  "é",
  "e\u0301",
  "😀",
  "q",
  "<|im_end|>",
  "</s>",
  "12",
  "  ",
  "中",
];
const texts = fc.sample(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 }), {
  numRuns: 200,
  seed: 7,
});

describe.skipIf(!usable)("Python's tokenizers", () => {
  test.each([
    ["byte-level", BYTE_LEVEL, PIECES],
    ["metaspace", METASPACE, PIECES.filter((piece) => piece !== "</s>")],
    ["words", WORDS, ["the", " ", "search", "<", "q", ".", "\n", "  "]],
  ])("%s: as many tokens, and the same places", async (name, tokenizer, allowed) => {
    const path = file(`${name}.json`, tokenizer);
    const tokenize = await loadTokenizer(path);
    const cases = texts.map((pieces) => {
      const kept = pieces.filter((piece) => allowed.includes(piece));
      const ends = kept.map((_, i) => kept.slice(0, i + 1).join("").length);
      return { text: kept.join(""), ends };
    });
    const asked = cases.map(({ text, ends }) => ({ text, ends: ends.map((end) => [...text.slice(0, end)].length) }));
    const { stdout } = await run(PYTHON, [SCRIPT, path, file("cases.json", asked)], { maxBuffer: 1 << 26 });
    const wanted = JSON.parse(stdout) as { length: number; before: number[] }[];
    let compared = 0;
    for (const [i, { text, ends }] of cases.entries()) {
      const found = tokenize(text, ends);
      if (found === null) continue;
      expect({ text, ...found }).toEqual({ text, ...wanted[i] });
      compared++;
    }
    expect(compared).toBeGreaterThan(100);
  });
});
