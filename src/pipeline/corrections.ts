import { packCredits } from "../credit/pack-credits.js";
import { packedAdvantages, packedMember } from "../credit/packed-member.js";
import type { CompactRollout } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";
import type { CorrectedCounts, CreditSink, PackedCredits } from "../model/packed-credits.js";
import type { Place } from "../model/place.js";
import type { CorrectionOf, JsonPieces, RowCorrection } from "../model/row-correction.js";
import type { TokenRuns } from "../model/token-runs.js";
import { type Packed, PackedRows } from "./packed-rows.js";

/** Credits packed at a time. */
const PACK = 512;

/** Credits of all rollouts, by file and row. */
export class Corrections implements CreditSink {
  private readonly packs: PackedCredits[] = [];
  private waiting: RolloutCredit[] = [];
  private readonly kept: RolloutCredit[] = [];
  /** By file; made when the first is asked for. */
  private readonly rows: (PackedRows | undefined)[] = [];
  /** Logged per-token advantages, where they are the base. */
  readonly logged = new Map<CompactRollout, Float64Array>();

  /** @param whole keeps the credits as well, for `all`. */
  constructor(
    private readonly paths: readonly string[],
    readonly whole: boolean,
  ) {}

  add(credits: readonly RolloutCredit[]): void {
    for (const credit of credits) {
      if (this.whole) this.kept.push(credit);
      this.waiting.push(credit);
      if (this.waiting.length === PACK) this.pack();
    }
  }

  addPacked(packed: PackedCredits): void {
    this.packs.push(packed);
  }

  /** All credits in input order, where they are kept. */
  all(): readonly RolloutCredit[] {
    return [...this.kept].sort(
      ({ rollout: { place: a } }, { rollout: { place: b } }) => a.file - b.file || a.row - b.row || a.item - b.item,
    );
  }

  counts(): CorrectedCounts {
    this.pack();
    const sum = { rollouts: 0, turns: 0, calls: 0 };
    for (const { corrected } of this.packs) {
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
      return several ? severalOf(itemsOf(rows, row)) : oneOf(rows.at(row, 0));
    };
  }

  /** Advantages per token of a row's rollouts, in order: null without token arrays, undefined for a rejected one. */
  tokensOfRow(file: number, row: number): readonly (TokenRuns | null | undefined)[] {
    return itemsOf(this.rowsOf(file), row).map(
      (packed) => packed && packedAdvantages(packed.pack, packed.index).tokens,
    );
  }

  private pack(): void {
    if (this.waiting.length === 0) return;
    const loggedOf = ({ rollout }: RolloutCredit) => this.logged.get(rollout) ?? null;
    this.packs.push(packCredits(this.waiting, this.paths, loggedOf));
    for (const { rollout } of this.waiting) this.logged.delete(rollout);
    this.waiting = [];
  }

  private rowsOf(file: number): PackedRows {
    this.pack();
    const rows = this.rows[file] ?? new PackedRows(this.packs, file);
    this.rows[file] = rows;
    return rows;
  }
}

function itemsOf(rows: PackedRows, row: number): (Packed | undefined)[] {
  return Array.from({ length: rows.items(row) }, (_, item) => rows.at(row, item));
}

function oneOf(packed: Packed | undefined): RowCorrection | null {
  if (packed === undefined) return null;
  const { pack, index } = packed;
  const { turns, tokens } = packedAdvantages(pack, index);
  return {
    member: packedMember(pack, index),
    advantage: pack.advantages[index] ?? 0,
    success: pack.successes[index] === 1,
    turnAdvantages: turns,
    tokenAdvantages: tokens,
  };
}

/** A rejected rollout of the row has null in the list, so that positions stay those of the row. */
function severalOf(items: readonly (Packed | undefined)[]): RowCorrection {
  const member: JsonPieces[number][] = [];
  for (const [i, packed] of items.entries()) {
    member.push(i === 0 ? "[" : ",");
    if (packed === undefined) member.push("null");
    else member.push(...packedMember(packed.pack, packed.index));
  }
  member.push("]");
  return { member, advantage: null, success: null, turnAdvantages: null, tokenAdvantages: null };
}
