import { packCredits } from "../credit/pack-credits.js";
import { packedAdvantages, packedMember } from "../credit/packed-member.js";
import type { CompactRollout } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";
import type { CorrectedCounts, CreditSink, PackedCredits } from "../model/packed-credits.js";
import { comparePlaces, type Place } from "../model/place.js";
import type { CorrectionOf, JsonPieces, RowCorrection } from "../model/row-correction.js";
import type { TokenRuns } from "../model/token-runs.js";
import { PackStore } from "./pack-store.js";
import { type Packed, PackedRows } from "./packed-rows.js";
import type { Scratch } from "./scratch.js";
import { ValueStore } from "./store/value-store.js";

/** Credits packed at a time. */
const PACK = 512;

/** Credits of all rollouts, by file and row. */
export class Corrections implements CreditSink {
  private readonly packs: PackStore;
  private waiting: RolloutCredit[] = [];
  private readonly kept: ValueStore<RolloutCredit>;
  /** Of the kept ones. */
  private readonly places: Place[] = [];
  /** Turns of the kept ones. */
  turns = 0;
  /** By file; made when the first is asked for. */
  private readonly rows: (PackedRows | undefined)[] = [];
  /** Logged per-token advantages, where they are the base. */
  readonly logged = new Map<CompactRollout, Float64Array>();

  /** @param whole keeps the credits as well, for `all`. */
  constructor(
    private readonly paths: readonly string[],
    readonly whole: boolean,
    { memory, temporary }: Scratch,
  ) {
    this.packs = new PackStore(memory, `${temporary}.packs`);
    this.kept = new ValueStore(memory, `${temporary}.credits`);
  }

  /** Bytes in temporary files. */
  get spilledBytes(): number {
    return this.packs.spilledBytes + this.kept.spilledBytes;
  }

  add(credits: readonly RolloutCredit[]): void {
    for (const credit of credits) {
      if (this.whole) this.keep(credit);
      this.waiting.push(credit);
      if (this.waiting.length === PACK) this.pack();
    }
  }

  addPacked(packed: PackedCredits): void {
    this.packs.add(packed);
  }

  /** All credits in input order, where they are kept. */
  *all(): Generator<RolloutCredit> {
    const placed = this.places.map((place, index) => ({ place, index }));
    placed.sort((a, b) => comparePlaces(a.place, b.place));
    for (const { index } of placed) yield this.kept.get(index);
  }

  counts(): CorrectedCounts {
    this.pack();
    const sum = { rollouts: 0, turns: 0, calls: 0 };
    for (const { corrected } of this.packs.packs) {
      sum.rollouts += corrected.rollouts;
      sum.turns += corrected.turns;
      sum.calls += corrected.calls;
    }
    return sum;
  }

  /** The first rollout in input order that has no tokens; null where all have. */
  firstWithoutTokens(): Place | null {
    for (const file of this.paths.keys()) {
      const rows = this.rowsOf(file);
      for (let row = 0; row < rows.count; row++) {
        const item = this.tokensOfRow(file, row).indexOf(null);
        if (item >= 0) return { file, row, item };
      }
    }
    return null;
  }

  /** Corrections of a file's rows. A row with several rollouts in any row of the file makes every row a list. */
  ofFile(file: number): CorrectionOf {
    const rows = this.rowsOf(file);
    const { several } = rows;
    return (row) => {
      const items = rows.items(row);
      if (items === 0) return null;
      return several ? this.severalOf(itemsOf(rows, row)) : this.oneOf(rows.at(row, 0));
    };
  }

  /** Advantages per token of a row's rollouts, in order: null without token arrays, undefined for a rejected one. */
  tokensOfRow(file: number, row: number): readonly (TokenRuns | null | undefined)[] {
    return itemsOf(this.rowsOf(file), row).map(
      (packed) => packed && packedAdvantages(packed.pack, packed.index).tokens,
    );
  }

  private keep(credit: RolloutCredit): void {
    this.kept.add(credit);
    this.places.push(credit.rollout.place);
    this.turns += credit.turns.length;
  }

  private pack(): void {
    if (this.waiting.length === 0) return;
    const loggedOf = ({ rollout }: RolloutCredit) => this.logged.get(rollout) ?? null;
    this.packs.add(packCredits(this.waiting, this.paths, loggedOf));
    for (const { rollout } of this.waiting) this.logged.delete(rollout);
    this.waiting = [];
  }

  private rowsOf(file: number): PackedRows {
    this.pack();
    const rows = this.rows[file] ?? new PackedRows(this.packs.packs, file);
    this.rows[file] = rows;
    return rows;
  }

  private memberOf({ pack, index }: Packed): JsonPieces {
    return packedMember(pack, index, this.packs.headOf(pack, index));
  }

  private oneOf(packed: Packed | undefined): RowCorrection | null {
    if (packed === undefined) return null;
    const { pack, index } = packed;
    const { turns, tokens } = packedAdvantages(pack, index);
    return {
      member: this.memberOf(packed),
      advantage: pack.advantages[index] ?? 0,
      success: pack.successes[index] === 1,
      turnAdvantages: turns,
      tokenAdvantages: tokens,
    };
  }

  /** A rejected rollout of the row has null in the list, so that positions stay those of the row. */
  private severalOf(items: readonly (Packed | undefined)[]): RowCorrection {
    const member: JsonPieces[number][] = [];
    for (const [i, packed] of items.entries()) {
      member.push(i === 0 ? "[" : ",");
      if (packed === undefined) member.push("null");
      else member.push(...this.memberOf(packed));
    }
    member.push("]");
    return { member, advantage: null, success: null, turnAdvantages: null, tokenAdvantages: null };
  }
}

function itemsOf(rows: PackedRows, row: number): (Packed | undefined)[] {
  return Array.from({ length: rows.items(row) }, (_, item) => rows.at(row, item));
}
