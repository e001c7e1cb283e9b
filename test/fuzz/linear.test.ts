import { describe, expect, test } from "vitest";
import { parseJson } from "../../src/json/parse.js";
import { finalAnswer } from "../../src/match/final-answer.js";
import { tokenise } from "../../src/match/tokens.js";
import { normaliseUrl } from "../../src/match/url.js";
import { UsageError } from "../../src/model/errors.js";
import { MARKED_ENCODINGS, UNMARKED_ENCODINGS } from "../../src/normalise/encodings/encodings.js";
import { turnsOf } from "../../src/normalise/turns/conversation.js";
import { responseMessages } from "../../src/normalise/turns/response-text.js";
import { parseGate } from "../../src/report/gates/gate-expression.js";
import { excerpt, plainText } from "../../src/report/plain-text.js";

/** Characters of the longest text: `TAPO_LINEAR_LENGTH=10000000 npx vitest run test/fuzz/linear.test.ts` goes to 10 MB. */
const LONGEST = Number(process.env.TAPO_LINEAR_LENGTH ?? 100_000);
/** Milliseconds a character: what a slow machine needs a few times over, and a quadratic reader misses by far at 1 MB. */
const PER_CHARACTER = 1e-2;

function repeated(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** What comes after an opener, again and again: its own beginning, and whatever a reader may look ahead for. */
const ENCODINGS = [...MARKED_ENCODINGS, ...UNMARKED_ENCODINGS];
const OPENERS = [...new Set(ENCODINGS.flatMap(({ openers }) => openers))];
const MARKS = [
  "<think>",
  "</think>",
  "<answer>",
  "\\boxed{",
  "<tool_response>",
  "<|im_start|>assistant\n",
  "<|im_end|>",
];
const FILLERS = [
  "",
  " ",
  "\n",
  "{",
  "[",
  '"',
  "\\",
  '{"name":"',
  '{"name": "a", "arguments": {',
  "<parameter=a>",
  "<function=a>",
  "a(b=",
  "```",
];

function reading(text: string): number {
  return turnsOf(responseMessages(text, { bare: true })).length;
}

function timed(work: (text: string) => unknown, text: string): number {
  const begun = performance.now();
  try {
    work(text);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof UsageError)) throw error;
  }
  return performance.now() - begun;
}

/** Fails at the smallest length that takes too long, so that a quadratic reader is not waited for. */
function expectLinear(work: (text: string) => unknown, text: (length: number) => string): void {
  for (let length = 10_000; length <= LONGEST; length *= 10) {
    const took = timed(work, text(length));
    expect(took, `${length} characters`).toBeLessThan(2000 + length * PER_CHARACTER);
  }
}

describe("readers of calls take linear time", { timeout: 600_000 }, () => {
  test.each([...OPENERS, ...MARKS])("on repeats of %j", (opener) => {
    for (const filler of FILLERS) expectLinear(reading, (length) => repeated(opener + filler, length));
    expectLinear(reading, (length) => opener + repeated('{"a":', length));
    expectLinear(reading, (length) => opener + repeated("[", length) + repeated("]", length));
    expectLinear(reading, (length) => repeated("a ", length) + opener);
  });

  test("on a whole call without its end, and many ends", () => {
    for (const piece of [
      "</tool_call>",
      "</function>",
      "</parameter>",
      "<tool_call></tool_call>",
      "<answer></answer>",
    ]) {
      expectLinear(reading, (length) => repeated(piece, length));
    }
  });
});

describe("other readers of log text take linear time", { timeout: 600_000 }, () => {
  const answer = (text: string) =>
    finalAnswer({ turns: [{ index: 0, calls: [], text }] } as unknown as Parameters<typeof finalAnswer>[0]);
  test.each<[string, (text: string) => unknown, readonly string[]]>([
    ["final answers", answer, ["\\boxed{", "\\boxed{}", "<answer>", "</answer>", "{", "}"]],
    ["tokens", tokenise, ["a", "a ", "東", "é", "e\u0301", "\u0301", "😀", "\ud800"]],
    ["URLs", normaliseUrl, ["http://a/", "/", "?", "&", "a&", ":", "@", "#", "http://"]],
    [
      "JSON",
      parseJson,
      ["[", '{"a":', '"', '"\\', "1", "12345678901234567890,", "NaN ", "-Infinity", '"\\"NaN', "[NaN,"],
    ],
    ["text for the terminal", plainText, ["\u001b[", "\u001b]", "\u001b", "\u009b1;", "\u001bP", "\r", "\u202e"]],
    ["excerpts", (text) => excerpt(text, 80), ["\u001b[", " ", "😀", "\u0301"]],
    ["gates", parseGate, [" ", "=", "a=", ">", "1", ".", "a >= 1", "1e"]],
  ])("%s", (_name, work, pieces) => {
    for (const piece of pieces) {
      expectLinear(work, (length) => repeated(piece, length));
      expectLinear(work, (length) => `http://a ${repeated(piece, length)}"`);
    }
  });
});
