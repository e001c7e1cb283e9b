import { applyRules } from "../../src/analyse/compare/apply-rules.js";
import { sign } from "../../src/analyse/compare/grouped.js";
import { nearness } from "../../src/analyse/compare/truth.js";
import { type TurnTable, TurnTableBuilder } from "../../src/analyse/compare/turn-table.js";
import { GroupWeights } from "../../src/analyse/replicate-sums.js";
import type { SimulateOptions } from "../../src/simulate/options.js";
import { simulatedBatches } from "./batches.js";
import { CONTENDERS } from "./contenders.js";

/** A kind of agent: what is changed of the simulator's defaults. */
export interface Condition {
  readonly name: string;
  readonly options: Partial<SimulateOptions>;
}

export const CONDITIONS: readonly Condition[] = [
  { name: "defaults", options: {} },
  { name: "easy (difficulty 0.2)", options: { difficulty: 0.2 } },
  { name: "hard (difficulty 0.8)", options: { difficulty: 0.8 } },
  { name: "no redundancy", options: { redundancy: 0 } },
  { name: "redundancy 0.8", options: { redundancy: 0.8 } },
  { name: "no noise", options: { noise: 0 } },
  { name: "noise 0.8", options: { noise: 0.8 } },
  { name: "groups of 4", options: { rollouts: 4, prompts: 128 } },
  { name: "groups of 16", options: { rollouts: 16, prompts: 32 } },
];

/** What one contender reaches on one log. */
export interface Score {
  readonly sign: number;
  readonly pearson: number;
  readonly spearman: number;
  /** Share of the mean square of the true advantages that the best scaling explains. */
  readonly explained: number;
  /** Mean squared error as it stands, without scaling. */
  readonly mse: number;
  /** Share of the truly harmful turns of failures whose advantage is not negative. */
  readonly forgiven: number;
  /** Of the failing turns that the contender gives another advantage than GRPO: the share that is truly good, and truly harmful. */
  readonly changedGood: number;
  readonly changedHarmful: number;
  /** Their mean true advantage. */
  readonly changedTruth: number;
}

/** Scores of every contender on one seed of a condition. */
export function scoreSeed({ options }: Condition, seed: number): Score[] {
  const builder = new TurnTableBuilder(CONTENDERS.length, new GroupWeights(0, 0));
  for (const batch of simulatedBatches({ ...options, seed })) {
    const results = applyRules(batch, CONTENDERS);
    for (const [g, group] of batch.groups.entries())
      builder.add(
        group,
        results.map((ofGroups) => ofGroups[g]?.advantages),
      );
  }
  const table = builder.table();
  const near = nearness(table);
  if (near === null) throw new Error("a simulated log has true advantages");
  return near.rules.map(
    (rule, c): Score => ({
      sign: rule.signAgreement.value ?? 0,
      pearson: rule.pearson.value ?? 0,
      spearman: rule.spearman.value ?? 0,
      explained: 1 - (rule.scaledMse.value ?? 0) / near.meanSquare,
      mse: meanSquaredError(table, c),
      forgiven: rule.harmfulForgiven.value ?? 0,
      ...changed(table, c),
    }),
  );
}

function meanSquaredError({ values, truth }: TurnTable, c: number): number {
  return truth.reduce((sum, value, i) => sum + ((values[c]?.[i] ?? 0) - value) ** 2, 0) / truth.length;
}

/** Turns of failures that contender c does not treat as GRPO (the first contender) does. */
function changed({ values, truth, failing }: TurnTable, c: number) {
  const found = truth.filter((_, i) => failing[i] === 1 && sign((values[c]?.[i] ?? 0) - (values[0]?.[i] ?? 0)) !== 0);
  const share = (of: (value: number) => boolean) => found.filter(of).length / Math.max(1, found.length);
  return {
    changedGood: share((value) => sign(value) > 0),
    changedHarmful: share((value) => sign(value) < 0),
    changedTruth: found.reduce((sum, value) => sum + value, 0) / Math.max(1, found.length),
  };
}
