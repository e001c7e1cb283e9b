import { closeSync, openSync, readSync } from "node:fs";
import { fileProblem } from "./file-problem.js";
import { type LineBlock, MAX_LINE } from "./line-blocks.js";

/** Bytes of a file. Its lines are those that begin in it, to their ends, wherever these are. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Read at once: what is still in the processor's cache when it is looked at need not be fetched twice. */
const PIECE = 1 << 18;
const NEWLINE = 10;

/** A range as large as this, or as what is left of the file. */
export const RANGE = 1 << 22;

/** A file of `size` bytes in ranges: their lines are the file's, each once. */
export function* rangesOf(size: number, range = RANGE): Generator<ByteRange> {
  for (let start = 0; start < size; start += range) yield { start, end: Math.min(size, start + range) };
}

/** Reads the lines of ranges of plain files, in blocks, in one buffer. */
export class LineRangeReader {
  #buffer: Buffer;

  constructor(
    piece = PIECE,
    private readonly maxLine = MAX_LINE,
  ) {
    this.#buffer = Buffer.allocUnsafeSlow(piece);
  }

  /**
   * Calls `visit` with blocks of whole lines, valid until it returns. A line longer than `maxLine` is the only one of its
   * block, whose part is `first`: the rest of it is not given.
   * @throws InputError where the file cannot be read.
   */
  forEachBlock(path: string, range: ByteRange, visit: (block: LineBlock) => void): void {
    const file = named(path, () => openSync(path, "r"));
    try {
      const into = (offset: number, position: number) =>
        named(path, () => readSync(file, this.#buffer, offset, this.#buffer.length - offset, position));
      this.#read(into, range, visit);
    } finally {
      closeSync(file);
    }
  }

  #read(
    into: (offset: number, position: number) => number,
    { start, end }: ByteRange,
    visit: (block: LineBlock) => void,
  ): void {
    // The byte before the range tells whether a line begins with it.
    let offset = Math.max(0, start - 1);
    let skipping = start > 0;
    let filled = 0;
    for (;;) {
      const read = into(filled, offset + filled);
      filled += read;
      let given = 0;
      if (skipping) {
        const newline = this.#buffer.subarray(0, filled).indexOf(NEWLINE);
        skipping = newline < 0;
        given = skipping ? filled : newline + 1;
        if (offset + given >= end || (skipping && read === 0)) return;
      }
      if (!skipping) {
        const stop = this.#stop(given, filled, end - offset, read === 0);
        if (stop > given) visit({ bytes: this.#buffer.subarray(given, stop), offset: offset + given, part: "lines" });
        given = Math.max(given, stop);
        if (offset + given >= end || read === 0) return;
        if (given === 0 && filled === this.#buffer.length && !this.#grow()) {
          visit({ bytes: this.#buffer, offset, part: "first" });
          return;
        }
      }
      this.#buffer.copyWithin(0, given, filled);
      filled -= given;
      offset += given;
    }
  }

  /** Where the whole lines from `from` on end that begin before `limit`; `from` where there is none yet. */
  #stop(from: number, filled: number, limit: number, last: boolean): number {
    if (last && filled <= limit) return filled;
    const held = this.#buffer.subarray(from, filled);
    if (filled >= limit) {
      const newline = held.indexOf(NEWLINE, Math.max(0, limit - 1 - from));
      if (newline >= 0) return from + newline + 1;
      if (last) return filled;
    }
    return from + held.lastIndexOf(NEWLINE) + 1;
  }

  #grow(): boolean {
    if (this.#buffer.length >= this.maxLine) return false;
    const larger = Buffer.allocUnsafeSlow(Math.min(this.maxLine, this.#buffer.length * 2));
    this.#buffer.copy(larger);
    this.#buffer = larger;
    return true;
  }
}

function named<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fileProblem(path, error);
  }
}
