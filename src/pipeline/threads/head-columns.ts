import { idKey } from "../../json/id.js";
import type { CompactRollout } from "../../model/compact.js";
import type { HeadKey, ParsedBlock } from "./protocol.js";

type Columns = Omit<ParsedBlock, "rows" | "rejections" | "notes" | "spent">;

/** Collects what grouping needs of the rollouts of a block. */
export class HeadColumns {
  private readonly heads: CompactRollout[] = [];

  /** @param first the worker's number of the block's first rollout. */
  constructor(private readonly first: number) {}

  add(rollout: CompactRollout): void {
    this.heads.push(rollout);
  }

  columns(): Columns {
    const keys: HeadKey[] = [];
    const known = new Map<string, number>();
    const keyOf = ({ batch, group, promptHash, promptTruthHash, fileKey }: CompactRollout): number => {
      const key = `${idKey([batch, group ?? null, group === undefined, fileKey])}${promptHash}${promptTruthHash}`;
      let index = known.get(key);
      if (index === undefined) {
        index = keys.length;
        known.set(key, index);
        keys.push({ batch, group, promptHash, promptTruthHash, fileKey });
      }
      return index;
    };
    return {
      first: this.first,
      row: Int32Array.from(this.heads, ({ place }) => place.row),
      item: Int32Array.from(this.heads, ({ place }) => place.item),
      reward: Float64Array.from(this.heads, ({ reward }) => reward),
      loggedAdvantage: Float64Array.from(this.heads, ({ loggedAdvantage }) => loggedAdvantage ?? Number.NaN),
      successful: Uint8Array.from(this.heads, ({ successful }) => (successful ? 1 : 0)),
      key: Int32Array.from(this.heads, keyOf),
      keys,
    };
  }
}

/** A rollout that another thread keeps: its head, without id or turns, and where it is. */
export interface RemoteRollout extends CompactRollout {
  readonly worker: number;
  /** The worker's number of it. */
  readonly index: number;
}

/** The heads of a block as rollouts without turns. `row`: the file's row at which the block begins. */
export function* remoteRollouts(
  block: ParsedBlock,
  file: number,
  row: number,
  worker: number,
): Generator<RemoteRollout> {
  for (let i = 0; i < block.row.length; i++) {
    const key = block.keys[block.key[i] ?? 0];
    if (key === undefined) continue;
    const logged = block.loggedAdvantage[i] ?? Number.NaN;
    yield {
      ...key,
      place: { file, row: row + (block.row[i] ?? 0), item: block.item[i] ?? 0 },
      reward: block.reward[i] ?? 0,
      successful: block.successful[i] === 1,
      loggedAdvantage: Number.isNaN(logged) ? null : logged,
      id: null,
      turns: [],
      tokenCount: null,
      answer: null,
      worker,
      index: block.first + i,
    };
  }
}
