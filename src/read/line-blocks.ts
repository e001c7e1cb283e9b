import type { ByteSource } from "./byte-source.js";

/** Whole lines of a file, or a piece of a line that is too long to hold. Valid until the next block is asked for. */
export interface LineBlock {
  /** Bytes of the block. Lines end in `\n`; only the file's last may lack it. */
  readonly bytes: Buffer;
  /** Offset of the block in the decompressed file. */
  readonly offset: number;
  /** `lines`: whole lines. `first`, `middle`, `last`: pieces of one line longer than the bound; `last` holds its end. */
  readonly part: "lines" | "first" | "middle" | "last";
}

const BLOCK = 1 << 22;
/** About the longest string that V8 makes. */
export const MAX_LINE = 2 ** 29;

/**
 * Cuts a source into blocks of whole lines. One buffer is used over and over; it grows with the longest line up to
 * `maxLine` bytes, and a longer line comes in pieces.
 */
export async function* lineBlocks(
  source: ByteSource,
  maxLine = MAX_LINE,
  blockSize = BLOCK,
): AsyncGenerator<LineBlock> {
  let buffer = Buffer.allocUnsafe(blockSize);
  let filled = 0;
  let offset = 0;
  let longLine = false;
  for (;;) {
    const n = await source.read(buffer, filled);
    filled += n;
    const full = filled === buffer.length;
    if (n > 0 && !full && filled < blockSize / 2) continue;
    const held = buffer.subarray(0, filled);
    const newline: number = longLine ? held.indexOf(10) : held.lastIndexOf(10);
    let end: number = newline + 1;
    if (longLine) {
      longLine = end === 0 && n > 0;
      if (end === 0) end = filled;
      yield { bytes: held.subarray(0, end), offset, part: longLine ? "middle" : "last" };
    } else if (n === 0) {
      if (filled > 0) yield { bytes: held, offset, part: "lines" };
      return;
    } else if (end > 0) {
      yield { bytes: held.subarray(0, end), offset, part: "lines" };
    } else if (full && buffer.length >= maxLine) {
      longLine = true;
      end = filled;
      yield { bytes: held, offset, part: "first" };
    } else if (full) {
      buffer = Buffer.concat([buffer], Math.min(maxLine, buffer.length * 2));
    }
    buffer.copyWithin(0, end, filled);
    filled -= end;
    offset += end;
  }
}
