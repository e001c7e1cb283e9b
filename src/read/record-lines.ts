import type { LineBlock } from "./line-blocks.js";

/**
 * Calls `visit` with the byte range of each record of a block of whole lines: without line end, surrounding white space
 * and the file's byte order mark. Blank lines are no records. Reading and splicing number rows by this one function.
 */
export function forEachRecord(block: LineBlock, visit: (start: number, end: number) => void): void {
  const { bytes } = block;
  let at = block.offset === 0 && hasByteOrderMark(bytes) ? 3 : 0;
  while (at < bytes.length) {
    const newline = bytes.indexOf(10, at);
    const lineEnd = newline < 0 ? bytes.length : newline;
    let start = at;
    let end = lineEnd;
    while (start < end && isBlank(bytes[start])) start++;
    while (end > start && isBlank(bytes[end - 1])) end--;
    if (start < end) visit(start, end);
    at = lineEnd + 1;
  }
}

export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 13;
}
