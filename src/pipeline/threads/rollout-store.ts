import type { CompactRollout } from "../../model/compact.js";
import { ValueStore } from "../store/value-store.js";

/** A block's first rollout by number, and the row of its file at which the block begins. */
export interface PlacedBlock {
  readonly first: number;
  readonly row: number;
}

/** The rollouts of a share by number. Their rows count from their block's first until it is known where blocks stand. */
export class RolloutStore extends ValueStore<CompactRollout> {
  private blocks: readonly PlacedBlock[] = [];

  /** @param blocks in the order of their rollouts. */
  place(blocks: readonly PlacedBlock[]): void {
    this.blocks = blocks;
  }

  override get(index: number): CompactRollout {
    const rollout = super.get(index);
    const row = this.rowOf(index);
    return row === 0
      ? rollout
      : {
          ...rollout,
          place: { ...rollout.place, row: rollout.place.row + row },
        };
  }

  /** The row of the last block that begins at `index` or before. */
  private rowOf(index: number): number {
    let low = 0;
    let high = this.blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.blocks[middle]?.first ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    return this.blocks[low - 1]?.row ?? 0;
  }
}
