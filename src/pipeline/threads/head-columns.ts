import { idKey } from "../../json/id.js";
import type { CompactRollout, CompactTurn } from "../../model/compact.js";
import type { Id } from "../../model/id.js";
import type { Place } from "../../model/place.js";
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

/** The heads of a block that a worker keeps, of a file's rows from `row` on. */
interface KeptBlock {
  readonly heads: ParsedBlock;
  readonly file: number;
  readonly row: number;
  readonly worker: number;
}

const NO_KEY: HeadKey = { batch: null, group: undefined, promptHash: "", promptTruthHash: null, fileKey: null };
const NO_TURNS: readonly CompactTurn[] = [];

/** A rollout that another thread keeps: its head, without id or turns, and where it is. The head stays in columns: there is one a rollout. */
export class RemoteRollout implements CompactRollout {
  constructor(
    private readonly block: KeptBlock,
    private readonly at: number,
  ) {}

  get worker(): number {
    return this.block.worker;
  }

  /** The worker's number of it. */
  get index(): number {
    return this.block.heads.first + this.at;
  }

  get place(): Place {
    const { heads, file, row } = this.block;
    return { file, row: row + (heads.row[this.at] ?? 0), item: heads.item[this.at] ?? 0 };
  }

  get reward(): number {
    return this.block.heads.reward[this.at] ?? 0;
  }

  get successful(): boolean {
    return this.block.heads.successful[this.at] === 1;
  }

  get loggedAdvantage(): number | null {
    const logged = this.block.heads.loggedAdvantage[this.at] ?? Number.NaN;
    return Number.isNaN(logged) ? null : logged;
  }

  get batch(): Id {
    return this.key.batch;
  }

  get group(): Id | undefined {
    return this.key.group;
  }

  get promptHash(): string {
    return this.key.promptHash;
  }

  get promptTruthHash(): string | null {
    return this.key.promptTruthHash;
  }

  get fileKey(): string | null {
    return this.key.fileKey;
  }

  get id(): null {
    return null;
  }

  get turns(): readonly CompactTurn[] {
    return NO_TURNS;
  }

  get tokenCount(): null {
    return null;
  }

  get answer(): null {
    return null;
  }

  private get key(): HeadKey {
    const { heads } = this.block;
    return heads.keys[heads.key[this.at] ?? 0] ?? NO_KEY;
  }
}

/** The heads of a block as rollouts without turns. `row`: the file's row at which the block begins. */
export function* remoteRollouts(
  heads: ParsedBlock,
  file: number,
  row: number,
  worker: number,
): Generator<RemoteRollout> {
  const block = { heads, file, row, worker };
  for (let i = 0; i < heads.row.length; i++) yield new RemoteRollout(block, i);
}
