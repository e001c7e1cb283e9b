import { ZstdFrames } from "./zstd-frames.js";

/** Decompresses a zstd stream of one or more frames. Throws where it is broken or cut off. */
export async function* zstdDecompress(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const frames = new ZstdFrames();
  for await (const piece of pieces) yield* frames.push(piece);
  frames.end();
}
