import { decompress } from "fzstd";
import { lz4Decompress } from "./lz4-frame.js";

export type Arrow = typeof import("apache-arrow");

let loading: Promise<Arrow> | null = null;

/** The Arrow library, loaded only where Arrow is at hand, with decoders for compressed bodies (their output must be aligned). */
export function loadArrow(): Promise<Arrow> {
  loading ??= import("apache-arrow").then((arrow) => {
    arrow.compressionRegistry.set(arrow.CompressionType.LZ4_FRAME, { decode: lz4Decompress });
    arrow.compressionRegistry.set(arrow.CompressionType.ZSTD, { decode: (bytes) => decompress(bytes).slice() });
    return arrow;
  });
  return loading;
}
