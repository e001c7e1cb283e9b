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
    const { heads } = this;
    const keys = new HeadKeys();
    const row = new Int32Array(heads.length);
    const item = new Int32Array(heads.length);
    const reward = new Float64Array(heads.length);
    const loggedAdvantage = new Float64Array(heads.length);
    const successful = new Uint8Array(heads.length);
    const key = new Int32Array(heads.length);
    for (let i = 0; i < heads.length; i++) {
      const head = heads[i];
      if (head === undefined) continue;
      row[i] = head.place.row;
      item[i] = head.place.item;
      reward[i] = head.reward;
      loggedAdvantage[i] = head.loggedAdvantage ?? Number.NaN;
      successful[i] = head.successful ? 1 : 0;
      key[i] = keys.indexOf(head);
    }
    return { first: this.first, row, item, reward, loggedAdvantage, successful, key, keys: keys.list };
  }
}

/** The ids that rollouts share, each once. */
class HeadKeys {
  readonly list: HeadKey[] = [];
  private readonly known = new Map<string, number>();
  private last = -1;

  indexOf(head: CompactRollout): number {
    const last = this.list[this.last];
    if (last !== undefined && sameKey(last, head)) return this.last; // rollouts of a group mostly follow each other
    const { batch, group, promptHash, promptTruthHash, fileKey } = head;
    const key = `${idKey([batch, group ?? null, group === undefined, fileKey])}${promptHash}${promptTruthHash}`;
    this.last = this.known.get(key) ?? this.list.length;
    if (this.last === this.list.length) {
      this.known.set(key, this.last);
      this.list.push({ batch, group, promptHash, promptTruthHash, fileKey });
    }
    return this.last;
  }
}

/** Whether two keys are the same by what can be compared at once. */
function sameKey(a: HeadKey, b: HeadKey): boolean {
  return (
    a.batch === b.batch &&
    a.group === b.group &&
    a.promptHash === b.promptHash &&
    a.promptTruthHash === b.promptTruthHash &&
    a.fileKey === b.fileKey
  );
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
      batch: key.batch,
      group: key.group,
      promptHash: key.promptHash,
      promptTruthHash: key.promptTruthHash,
      fileKey: key.fileKey,
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
