import type { ByteSource } from "../../src/read/byte-source.js";

/** A source over bytes in memory that gives at most `piece` bytes a read. */
export function memorySource(content: string | Buffer, piece = Number.POSITIVE_INFINITY): ByteSource {
  const bytes = Buffer.from(content);
  let at = 0;
  return {
    read(target, offset) {
      const n = Math.min(piece, target.length - offset, bytes.length - at);
      bytes.copy(target, offset, at, at + n);
      at += n;
      return Promise.resolve(n);
    },
    close: () => Promise.resolve(),
  };
}

export async function collect<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}
