import { describe, expect, test } from "vitest";
import { ZstdFrames } from "../../src/read/zstd-frames.js";
import { zstdHeader } from "../../src/read/zstd-header.js";
import { zstdFrame } from "../../src/write/zstd-frame.js";
import { makeRandom } from "../property/random.js";

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** Flags of a frame without a content size, then a window of 2^(10 + e). */
const frameOf = (exponent: number, blocks: readonly number[]) =>
  Buffer.from([...MAGIC, 0, (exponent - 10) << 3, ...blocks]);
const block = (kind: "raw" | "rle", size: number, last: boolean, ...content: readonly number[]) => {
  const header = (size << 3) | (kind === "rle" ? 2 : 0) | (last ? 1 : 0);
  return [header & 255, (header >> 8) & 255, header >> 16, ...content];
};
const skippable = (size: number) =>
  Buffer.from([0x53, 0x2a, 0x4d, 0x18, size, 0, 0, 0, ...Array<number>(size).fill(7)]);

function decode(bytes: Uint8Array, pieceSize: () => number): Buffer {
  const frames = new ZstdFrames();
  const out: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = pieceSize();
    out.push(...frames.push(bytes.subarray(at, at + size)));
    at += size;
  }
  frames.end();
  return Buffer.concat(out);
}

describe("zstd frames", () => {
  test("of an encoder, in pieces of any size, between frames to be skipped", async () => {
    const compress = await zstdFrame();
    const random = makeRandom(7);
    for (let trial = 0; trial < 60; trial++) {
      const texts = Array.from({ length: random.int(5) }, () =>
        Buffer.from(
          Array.from({ length: random.int(trial % 5 === 0 ? 300_000 : 2000) }, () => 97 + random.int(1 + (trial % 9))),
        ),
      );
      const file = Buffer.concat(texts.flatMap((text) => [compress(text), skippable(random.int(20))]));
      const most = random.pick([1, 7, 100, 300_000]);
      expect(decode(file, () => 1 + random.int(most)).equals(Buffer.concat(texts))).toBe(true);
    }
  });

  test("by the thousand in one piece", () => {
    const one = frameOf(10, block("raw", 1, true, 65));
    expect(decode(Buffer.concat(Array<Buffer>(30_000).fill(one)), () => 1 << 20)).toHaveLength(30_000);
  });

  test("cut off anywhere, or with something behind: an error", async () => {
    const whole = Buffer.concat([(await zstdFrame())(Buffer.from("abc".repeat(100))), skippable(3)]);
    const inside = Array.from({ length: whole.length - 1 }, (_, i) => i + 1).filter((end) => end !== whole.length - 11);
    for (const end of inside) expect(() => decode(whole.subarray(0, end), () => 1000), String(end)).toThrow();
    expect(() => decode(Buffer.concat([whole, Buffer.from("garbage")]), () => 1000)).toThrow("no zstd frame");
  });

  test("a window of gigabytes: refused before it is made", () => {
    expect(() => decode(frameOf(31, block("raw", 1, true, 65)), () => 100)).toThrow("a window of 2147483648 bytes");
    expect(decode(frameOf(27, block("raw", 1, true, 65)), () => 100).toString()).toBe("A");
  });

  test("blocks of a byte behind a window of 128 MB: refused, where each would move it all", () => {
    const many = frameOf(27, Array.from({ length: 3000 }, () => block("raw", 1, false, 65)).flat());
    expect(() => decode(many, () => 1 << 20)).toThrow("too small for its window");
  });

  test("a block beyond 128 kB, a dictionary, a kind that is not there", () => {
    expect(() => decode(frameOf(20, block("rle", 200_000, true, 65)), () => 100)).toThrow("larger than blocks are");
    expect(() => zstdHeader(Buffer.from([...MAGIC, 1, 0, 9]))).toThrow("dictionary");
    expect(() => decode(frameOf(20, [0x0f, 0, 0, 0]), () => 100)).toThrow();
  });
});
