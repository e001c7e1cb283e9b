import type { PackedCredits } from "../model/packed-credits.js";

/** A rollout's place among packs. */
export interface Packed {
  readonly pack: PackedCredits;
  readonly index: number;
}

/** Finds the packed rollouts of one file by row and item, in a few integers a rollout. */
export class PackedRows {
  /** The slots of row `r`, one an item, are `starts[r]` to `starts[r + 1]`. */
  private readonly starts: Int32Array;
  /** Of each slot the pack, -1 for an item without a credit, and the position in it. */
  private readonly packs: Int32Array;
  private readonly indices: Int32Array;

  constructor(
    private readonly from: readonly PackedCredits[],
    file: number,
  ) {
    let last = -1;
    for (const [row] of placesIn(from, file)) last = Math.max(last, row);
    this.starts = new Int32Array(last + 2);
    for (const [row, item] of placesIn(from, file))
      this.starts[row + 1] = Math.max(this.starts[row + 1] ?? 0, item + 1);
    for (let row = 0; row <= last; row++) this.starts[row + 1] = (this.starts[row + 1] ?? 0) + (this.starts[row] ?? 0);
    const slots = this.starts[last + 1] ?? 0;
    this.packs = new Int32Array(slots).fill(-1);
    this.indices = new Int32Array(slots);
    for (const [row, item, pack, index] of placesIn(from, file)) {
      const slot = (this.starts[row] ?? 0) + item;
      this.packs[slot] = pack;
      this.indices[slot] = index;
    }
  }

  /** Rows up to the last one with a credit. */
  get count(): number {
    return this.starts.length - 1;
  }

  /** Items of a row up to its last one with a credit; 0 for a row without any. */
  items(row: number): number {
    return row < this.count ? (this.starts[row + 1] ?? 0) - (this.starts[row] ?? 0) : 0;
  }

  /** Undefined for an item without a credit. */
  at(row: number, item: number): Packed | undefined {
    const slot = (this.starts[row] ?? 0) + item;
    const pack = this.from[this.packs[slot] ?? -1];
    return pack && { pack, index: this.indices[slot] ?? 0 };
  }

  /** Whether any row has several items. */
  get several(): boolean {
    for (let row = 0; row < this.count; row++) if (this.items(row) > 1) return true;
    return false;
  }
}

/** Row, item, pack and position of each rollout of a file. */
function* placesIn(
  packs: readonly PackedCredits[],
  file: number,
): Generator<readonly [number, number, number, number]> {
  for (const [p, { places, advantages }] of packs.entries()) {
    for (let i = 0; i < advantages.length; i++) {
      if (places[i * 3] === file) yield [places[i * 3 + 1] ?? 0, places[i * 3 + 2] ?? 0, p, i];
    }
  }
}
