import { lz4Decompress } from "./lz4-frame.js";
import { zstdBuffer } from "./zstd-buffer.js";

export type Arrow = typeof import("apache-arrow");

let loading: Promise<Arrow> | null = null;

/** The Arrow library, loaded only where Arrow is at hand, with decoders for compressed bodies (their output must be aligned). */
export function loadArrow(): Promise<Arrow> {
  loading ??= import("apache-arrow").then((arrow) => {
    arrow.compressionRegistry.set(arrow.CompressionType.LZ4_FRAME, {
      decode: (bytes) => lz4Decompress(bytes, expandedSize(bytes)),
    });
    arrow.compressionRegistry.set(arrow.CompressionType.ZSTD, {
      decode: (bytes) => zstdBuffer(bytes, expandedSize(bytes)),
    });
    return arrow;
  });
  return loading;
}

/** The size that stands before a compressed buffer's frame, of which the library hands over the frame alone. */
function expandedSize(frame: Uint8Array): number {
  return Number(new DataView(frame.buffer, frame.byteOffset - 8, 8).getBigInt64(0, true));
}
