import { Decompress } from "fzstd";

/** Decompresses a zstd stream of one or more frames. Throws where it is broken or cut off. */
export async function* zstdDecompress(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const decoder = new Decompress((piece) => {
    ready.push(piece);
  });
  for await (const piece of pieces) {
    decoder.push(piece);
    const out = ready;
    ready = [];
    yield* out;
  }
  decoder.push(new Uint8Array(0), true);
  yield* ready;
}
