import { correctionMember } from "../credit/correction-member.js";
import { tokenAdvantages } from "../credit/token-advantages.js";
import { jsonText } from "../json/text.js";
import type { CompactRollout } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";
import type { CorrectionOf, RowCorrection } from "../model/row-correction.js";

/** Credits of all rollouts, by file and row. */
export class Corrections {
  private readonly rows: Map<number, (RolloutCredit | undefined)[]>[];
  /** Logged per-token advantages, where they are the base. */
  readonly logged = new Map<CompactRollout, Float64Array>();

  constructor(private readonly paths: readonly string[]) {
    this.rows = paths.map(() => new Map());
  }

  add(credit: RolloutCredit): void {
    const { file, row, item } = credit.rollout.place;
    const known = this.rows[file]?.get(row) ?? [];
    this.rows[file]?.set(row, known);
    known[item] = credit;
  }

  addAll(credits: readonly RolloutCredit[]): void {
    for (const credit of credits) this.add(credit);
  }

  /** All credits in input order. */
  *all(): Generator<RolloutCredit> {
    for (const file of this.rows) {
      for (const row of [...file.keys()].sort((a, b) => a - b)) {
        for (const credit of file.get(row) ?? []) if (credit !== undefined) yield credit;
      }
    }
  }

  /** Corrections of a file's rows. A row with several rollouts in any row of the file makes every row a list. */
  ofFile(file: number): CorrectionOf {
    const rows = this.rows[file] ?? new Map<number, (RolloutCredit | undefined)[]>();
    const several = [...rows.values()].some((credits) => credits.length > 1);
    return (row) => {
      const credits = rows.get(row);
      if (credits === undefined) return null;
      return several ? this.severalOf(credits) : this.oneOf(credits[0]);
    };
  }

  /** Advantages per token of a row's rollouts, in order: null without token arrays, undefined for a rejected one. */
  tokensOfRow(file: number, row: number): readonly (Float64Array | null | undefined)[] {
    const credits = this.rows[file]?.get(row) ?? [];
    return Array.from(credits, (credit) => credit && this.tokensOf(credit));
  }

  private tokensOf(credit: RolloutCredit): Float64Array | null {
    return tokenAdvantages(credit, this.logged.get(credit.rollout) ?? null);
  }

  private textOf(credit: RolloutCredit, tokens: Float64Array | null): string {
    return jsonText(correctionMember(credit, this.paths, tokens));
  }

  private oneOf(credit: RolloutCredit | undefined): RowCorrection | null {
    if (credit === undefined) return null;
    const tokens = this.tokensOf(credit);
    return {
      json: this.textOf(credit, tokens),
      advantage: credit.advantage,
      success: credit.rollout.successful,
      turnAdvantages: credit.turns.map(({ advantage }) => advantage),
      tokenAdvantages: tokens,
    };
  }

  /** A rejected rollout of the row has null in the list, so that positions stay those of the row. */
  private severalOf(credits: readonly (RolloutCredit | undefined)[]): RowCorrection {
    const members = Array.from(credits, (credit) =>
      credit === undefined ? "null" : this.textOf(credit, this.tokensOf(credit)),
    );
    return {
      json: `[${members.join(",")}]`,
      advantage: null,
      success: null,
      turnAdvantages: null,
      tokenAdvantages: null,
    };
  }
}
