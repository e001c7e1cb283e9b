import { piecesSize, writePieces } from "../json/pieces.js";
import type { JsonPieces } from "../model/row-correction.js";

const FIRST = 1 << 20;

/**
 * Two buffers that are filled in turn, so that one can be written to a file while the other is filled. They grow with
 * what is put into them and are used again: fresh pages cost more than the copy into them.
 */
export class SpliceBuffers {
  #filling = Buffer.allocUnsafe(FIRST);
  #other = Buffer.allocUnsafe(FIRST);
  #filled = 0;

  copy(bytes: Buffer, start: number, end: number): void {
    this.#reserve(end - start);
    this.#filled += bytes.copy(this.#filling, this.#filled, start, end);
  }

  write(pieces: JsonPieces): void {
    this.#reserve(piecesSize(pieces));
    this.#filled = writePieces(pieces, this.#filling, this.#filled);
  }

  /** What was put in since the last call. Valid until the second call from here. */
  next(): Buffer {
    const bytes = this.#filling.subarray(0, this.#filled);
    [this.#filling, this.#other, this.#filled] = [this.#other, this.#filling, 0];
    return bytes;
  }

  #reserve(size: number): void {
    const needed = this.#filled + size;
    if (needed <= this.#filling.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#filling.length * 2));
    this.#filling.copy(larger, 0, 0, this.#filled);
    this.#filling = larger;
  }
}
