import type { Match } from "../../match/matcher.js";
import type { CompactCall, Group } from "../../model/compact.js";
import type { Estimator, RuleName } from "../../model/names.js";
import type { OutcomeConventions } from "../../stats/outcome-advantage.js";
import type { TransferOptions } from "../transfer.js";
import type { Need } from "./needs.js";

/** One number for each turn of each rollout of a group, in their order. */
export type TurnAdvantages = readonly Float64Array[];

/** The conventions in force. A rule that fixes one of its own (an epsilon, a population deviation) says so. */
export interface RuleOptions extends OutcomeConventions, TransferOptions {
  readonly estimator: Estimator;
  /** The match of a call of a failing rollout under the run's options; null where it has none. */
  readonly matchOf: (call: CompactCall) => Match | null;
}

/** A way to give the turns of a log their advantages. One small file each; all of them are in `registry.ts`. */
export interface Rule {
  readonly name: RuleName;
  /** What the log must hold; where it does not, the rule is not computed. */
  readonly needs: readonly Need[];
  /** Where the formula was read. */
  readonly source: string;
  /** True where the formula is only known from a third party's account, or in part. */
  readonly approximate?: boolean;
  /** A convention of ours that the source leaves open, for people. */
  readonly note?: string;
  /** What the rule departs from: the same numbers with its own idea left out. */
  base(group: Group, options: RuleOptions): TurnAdvantages;
  advantages(group: Group, options: RuleOptions): TurnAdvantages;
  /** A last step over all groups of a training batch. */
  overBatch?(groups: readonly Group[], advantages: readonly TurnAdvantages[]): readonly TurnAdvantages[];
}
