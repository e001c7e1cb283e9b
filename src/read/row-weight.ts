/** Heaviest record in bytes: as for a line of JSONL, about the longest string that V8 makes. */
const HEAVIEST = 2 ** 29;

/** Counts the bytes of a row's values as they are made, so that few bytes of a file do not become more than memory holds. */
export class RowWeight {
  #row = 0;
  #sum = 0;

  /** Bytes of all rows since the sum was last taken. */
  get sum(): number {
    return this.#sum;
  }

  /** @throws Error where a row becomes too heavy, before it is. */
  add(bytes: number): void {
    this.#row += bytes;
    this.#sum += bytes;
    if (this.#row > HEAVIEST) throw new Error(`a row holds more than ${HEAVIEST} bytes`);
  }

  endRow(): void {
    this.#row = 0;
  }

  takeSum(): void {
    this.#sum = 0;
  }
}
