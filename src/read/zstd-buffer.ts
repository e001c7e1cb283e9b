import { decompress } from "fzstd";
import { ZstdFrames } from "./zstd-frames.js";
import { zstdHeader } from "./zstd-header.js";

/**
 * Decompresses a zstd file in memory to the `size` bytes that it must have.
 * @throws Error where it is broken, cut off, or of another size.
 */
export function zstdBuffer(bytes: Uint8Array, size: number): Uint8Array {
  const header = zstdHeader(bytes);
  // a frame that says its size is decoded in place; else piece by piece, since what it makes must be counted
  return header?.kind === "data" && header.content === size ? inPlace(bytes, size) : counted(bytes, size);
}

function inPlace(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  // fzstd asks whether its output `== 1`, for which an array would write itself out as text
  Object.defineProperty(out, Symbol.toPrimitive, { value: () => 0 });
  return decompress(bytes, out);
}

function counted(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  const frames = new ZstdFrames();
  let made = 0;
  for (let at = 0; at < bytes.length; at += PIECE) {
    for (const piece of frames.push(bytes.subarray(at, at + PIECE))) {
      if (made + piece.length > size) throw new Error("zstd frame is longer than its size");
      out.set(piece, made);
      made += piece.length;
    }
  }
  frames.end();
  if (made < size) throw new Error("zstd frame is shorter than its size");
  return out;
}

/** A piece is decoded before it is counted: at 4 bytes for a block of 128 kB, 32 MB at most. */
const PIECE = 1024;
