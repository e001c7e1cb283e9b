const MAGIC = 0x184d2204;

/**
 * Decompresses one LZ4 frame (Arrow's LZ4_FRAME bodies) to the `size` bytes that it must have. Checksums are skipped, not
 * checked.
 * @throws Error where the frame is broken, cut off, or of another size.
 */
export function lz4Decompress(frame: Uint8Array, size: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 7 || view.getUint32(0, true) !== MAGIC) throw new Error("no LZ4 frame");
  const flags = frame[4] ?? 0;
  if (flags >> 6 !== 1 || (flags & 1) !== 0) throw new Error("LZ4 frame of an unknown version, or with a dictionary");
  const hasSize = (flags & 8) !== 0;
  const blockChecksum = (flags & 16) !== 0 ? 4 : 0;
  const output = new Output(size);
  let at = hasSize ? 15 : 7;
  for (;;) {
    const header = view.getUint32(at, true);
    at += 4;
    if (header === 0) return output.bytes();
    const length = header & 0x7fffffff;
    if (at + length > frame.length) throw new Error("LZ4 block is cut off");
    const block = frame.subarray(at, at + length);
    if (header >>> 31 === 1) output.literals(block, 0, length);
    else decodeBlock(block, output);
    at += length + blockChecksum;
  }
}

function decodeBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const long = (short: number): number => {
    let length = short;
    if (short !== 15) return length;
    for (let byte = 255; byte === 255; length += byte) {
      if (at >= block.length) throw new Error("LZ4 length is cut off");
      byte = block[at++] ?? 0;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = long(token >> 4);
    if (at + literals > block.length) throw new Error("LZ4 literals are cut off");
    output.literals(block, at, at + literals);
    at += literals;
    if (at >= block.length) return;
    const distance = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    at += 2;
    output.match(distance, long(token & 15) + 4);
  }
}

/** Bytes of a known number, which can be copied from what is already there. */
class Output {
  readonly #bytes: Uint8Array;
  #length = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  bytes(): Uint8Array {
    if (this.#length < this.#bytes.length) throw new Error("LZ4 frame is shorter than its size");
    return this.#bytes;
  }

  literals(from: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    this.#bytes.set(from.subarray(start, end), this.#length);
    this.#length += end - start;
  }

  match(distance: number, length: number): void {
    if (distance === 0 || distance > this.#length) throw new Error("LZ4 match reaches before the start");
    this.#reserve(length);
    const from = this.#length - distance;
    if (distance >= length) this.#bytes.copyWithin(this.#length, from, from + length);
    else for (let i = 0; i < length; i++) this.#bytes[this.#length + i] = this.#bytes[from + i] ?? 0;
    this.#length += length;
  }

  #reserve(more: number): void {
    if (this.#length + more > this.#bytes.length) throw new Error("LZ4 frame is longer than its size");
  }
}
