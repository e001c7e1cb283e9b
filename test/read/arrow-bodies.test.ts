import { describe, expect, test } from "vitest";
import { lz4Decompress } from "../../src/read/lz4-frame.js";
import { dateText, timestampText, timeText } from "../../src/read/moment-text.js";

/** An LZ4 frame of one block, without checksums. */
function frame(block: readonly number[], flags = 0x60): Uint8Array {
  const size = [block.length & 255, block.length >> 8, 0, 0];
  return Uint8Array.from([0x04, 0x22, 0x4d, 0x18, flags, 0x40, 0, ...size, ...block, 0, 0, 0, 0]);
}

describe("lz4Decompress", () => {
  test("literals, an overlapping match, long lengths", () => {
    const block = [0x1f, 0x61, 1, 0, 255, 1, 0x20, 0x62, 0x63];
    expect(Buffer.from(lz4Decompress(frame(block), 278)).toString()).toBe(`${"a".repeat(1 + 4 + 15 + 256)}bc`);
  });

  test("stored blocks", () => {
    const stored = Uint8Array.from([4, 0x22, 0x4d, 0x18, 0x60, 0x40, 0, 3, 0, 0, 0x80, 1, 2, 3, 0, 0, 0, 0]);
    expect([...lz4Decompress(stored, 3)]).toEqual([1, 2, 3]);
  });

  test.each([
    ["no frame", Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8])],
    ["a match before the start", frame([0x10, 0x61, 9, 0])],
    ["cut-off literals", frame([0x50, 0x61])],
    ["a cut-off length", frame([0xf0])],
    ["a cut-off block", frame([0x10, 0x61]).subarray(0, 12)],
    ["no end mark", frame([0x10, 0x61]).subarray(0, 13)],
  ])("%s is an error", (_name, bytes) => {
    expect(() => lz4Decompress(bytes, 100)).toThrow();
  });
});

describe("moments", () => {
  test("no digit is lost, before 1970 too", () => {
    expect(timestampText(-1n, 1000000000n)).toBe("1969-12-31 23:59:59.999999999");
    expect(timestampText(1577836800123456n, 1000000n)).toBe("2020-01-01 00:00:00.123456");
    expect(timestampText(-86400n, 1n)).toBe("1969-12-31 00:00:00");
    expect(timeText(3723000004n, 1000000n)).toBe("01:02:03.000004");
    expect(timeText(0n, 1n)).toBe("00:00:00");
    expect(dateText(11016n)).toBe("2000-02-29");
    expect(dateText(9007199254740993n)).toBe("day 9007199254740993");
  });
});
