/** Bytes kept to compare with. */
const ARENA = 1 << 22;
const SLOTS = 1 << 12;
/** Bytes looked at to tell texts apart before they are compared. */
const SAMPLES = 16;

/**
 * What was made of byte ranges seen lately, by the bytes themselves: rollouts of a group repeat prompts, calls and
 * observations, and what is known of them need not be worked out again. Bounded: newer ranges push older ones out.
 */
export class RecentBytes<T> {
  readonly #arena = Buffer.allocUnsafeSlow(ARENA);
  /** Total bytes ever kept: a range is still there while fewer than an arena have followed it. */
  #kept = 0;
  readonly #start = new Float64Array(SLOTS).fill(-1);
  readonly #length = new Int32Array(SLOTS);
  readonly #values: (T | undefined)[] = new Array<T | undefined>(SLOTS).fill(undefined);

  /** What was kept for bytes equal to `[start, end)`; undefined where that is not known any more. */
  find(bytes: Buffer, start: number, end: number): T | undefined {
    const slot = slotOf(bytes, start, end);
    const length = end - start;
    const at = this.#start[slot] ?? -1;
    if (at < 0 || this.#length[slot] !== length || at + ARENA < this.#kept) return undefined;
    const offset = at % ARENA;
    if (bytes.compare(this.#arena, offset, offset + length, start, end) !== 0) return undefined;
    return this.#values[slot];
  }

  keep(bytes: Buffer, start: number, end: number, value: T): void {
    const length = end - start;
    if (length > ARENA >> 4) return;
    const room = ARENA - (this.#kept % ARENA);
    if (room < length) this.#kept += room; // a range does not go round the end
    const slot = slotOf(bytes, start, end);
    bytes.copy(this.#arena, this.#kept % ARENA, start, end);
    this.#start[slot] = this.#kept;
    this.#length[slot] = length;
    this.#values[slot] = value;
    this.#kept += length;
  }
}

function slotOf(bytes: Buffer, start: number, end: number): number {
  const length = end - start;
  const step = Math.max(1, length / SAMPLES);
  let hash = length;
  for (let at = start; at < end; at += step) hash = Math.imul(hash ^ (bytes[at | 0] ?? 0), 0x9e3779b1) ^ (hash >>> 13);
  hash = Math.imul(hash ^ (bytes[end - 1] ?? 0), 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
