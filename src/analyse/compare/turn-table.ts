import type { TurnAdvantages } from "../../credit/rules/rule.js";
import type { Group } from "../../model/compact.js";
import type { GroupWeights } from "../replicate-sums.js";
import type { Grouped } from "./grouped.js";

/** The turns that rules are compared on: those of groups with unequal rewards. */
export interface TurnTable extends Grouped {
  /** By contender, then turn. */
  readonly values: readonly Float64Array[];
  /** True advantage of each turn; NaN where the log has none. */
  readonly truth: Float64Array;
  /** 1 for a turn of a failing rollout. */
  readonly failing: Uint8Array;
}

/** Collects turns group by group. */
export class TurnTableBuilder {
  private readonly columns: number[][];
  private readonly truths: number[] = [];
  private readonly failures: number[] = [];
  private readonly groups: number[] = [];
  private readonly weightsOf: Uint8Array[] = [];

  constructor(
    contenders: number,
    private readonly weights: GroupWeights,
  ) {
    this.columns = Array.from({ length: contenders }, () => []);
  }

  add(group: Group, advantages: readonly (TurnAdvantages | undefined)[]): void {
    if (group.equalRewards || group.rollouts.length < 2) return;
    const index = this.weightsOf.push(this.weights.of(group.batch, group.id)) - 1;
    for (const [j, { turns, successful }] of group.rollouts.entries()) {
      for (const [t, { trueAdvantage }] of turns.entries()) {
        for (const [c, column] of this.columns.entries()) column.push(advantages[c]?.[j]?.[t] ?? 0);
        this.truths.push(trueAdvantage ?? Number.NaN);
        this.failures.push(successful ? 0 : 1);
        this.groups.push(index);
      }
    }
  }

  table(): TurnTable {
    return {
      values: this.columns.map((column) => Float64Array.from(column)),
      truth: Float64Array.from(this.truths),
      failing: Uint8Array.from(this.failures),
      groupOf: Uint32Array.from(this.groups),
      weights: this.weightsOf,
      replicates: this.weights.replicates,
    };
  }
}

/** The turns whose true advantage is known. */
export function withTruth(table: TurnTable): TurnTable {
  const known = Uint32Array.from(table.truth.keys()).filter((i) => !Number.isNaN(table.truth[i] ?? Number.NaN));
  if (known.length === table.truth.length) return table;
  return {
    ...table,
    values: table.values.map((column) => Float64Array.from(known, (i) => column[i] ?? 0)),
    truth: Float64Array.from(known, (i) => table.truth[i] ?? 0),
    failing: Uint8Array.from(known, (i) => table.failing[i] ?? 0),
    groupOf: Uint32Array.from(known, (i) => table.groupOf[i] ?? 0),
  };
}
