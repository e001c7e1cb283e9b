import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { InputError } from "../../src/model/errors.js";
import { LineRangeReader, rangesOf } from "../../src/read/line-range.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-range-"));
const path = join(folder, "log.jsonl");
afterAll(() => rmSync(folder, { recursive: true }));

/** Blocks of all ranges of a file, each as text with its offset. */
function blocksOf(text: string, range: number, piece: number): { text: string; offset: number; part: string }[] {
  writeFileSync(path, text);
  const reader = new LineRangeReader(piece);
  const blocks: { text: string; offset: number; part: string }[] = [];
  for (const one of rangesOf(Buffer.byteLength(text), range)) {
    reader.forEachBlock(path, one, ({ bytes, offset, part }) => {
      expect(offset >= one.start && offset < one.end, "a block begins in its range").toBe(true);
      blocks.push({ text: bytes.toString(), offset, part });
    });
  }
  return blocks;
}

describe("the lines of ranges", () => {
  const line = fc.stringMatching(/^[a-z]{0,30}$/);
  const text = fc.tuple(fc.array(line, { maxLength: 40 }), fc.boolean()).map(([lines, ended]) => {
    return lines.join("\n") + (ended && lines.length > 0 ? "\n" : "");
  });

  it("are the file's lines, each whole, once and in order, whatever the sizes", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 40 }), (whole, range, piece) => {
        const blocks = blocksOf(whole, range, piece);
        expect(blocks.map((block) => block.text).join("")).toBe(whole);
        for (const { text: held, offset, part } of blocks) {
          expect(part).toBe("lines");
          expect(whole.slice(offset, offset + held.length)).toBe(held);
          expect(offset === 0 || whole[offset - 1] === "\n").toBe(true);
          expect(held.endsWith("\n") || offset + held.length === whole.length).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("of a line beyond the bound give its beginning only, and go on behind it", () => {
    const whole = `{"a":1}\n${"x".repeat(100)}\n{"b":2}\n`;
    writeFileSync(path, whole);
    const reader = new LineRangeReader(8, 32);
    const blocks: string[] = [];
    for (const range of rangesOf(whole.length, 16)) {
      reader.forEachBlock(path, range, ({ bytes, part }) => blocks.push(`${part} ${bytes.toString().trim()}`));
    }
    expect(blocks).toEqual(['lines {"a":1}', `first ${"x".repeat(32)}`, 'lines {"b":2}']);
  });

  it("name a file that is not there", () => {
    const missing = join(folder, "no.jsonl");
    const read = () => new LineRangeReader().forEachBlock(missing, { start: 0, end: 1 }, () => {});
    expect(read).toThrow(InputError);
    expect(read).toThrow("no.jsonl: no such file");
  });
});
