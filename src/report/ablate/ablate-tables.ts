import { OBJECTIVES, type VariantResult } from "../../model/ablation.js";
import { count, figureCell, withInterval } from "../numbers.js";
import { excerpt } from "../plain-text.js";
import type { Column } from "../table.js";
import { plainNumber, remainingMass, withBounds } from "./variant-columns.js";

/** One table of an ablation: its title, its columns, a row for each variant. The same on a terminal and in Markdown. */
export interface VariantTable {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

const NAME: Column = { head: "variant", flexible: "middle" };

/** The tables that apply: main figures with their intervals, corrections, objectives, nearness to the truth where the log has it, costs of a looser gate. */
export function variantTables(variants: readonly VariantResult[]): readonly VariantTable[] {
  return [corrected(variants), corrections(variants), objectives(variants), ...truth(variants), costs(variants)];
}

function table(
  title: string,
  heads: readonly string[],
  variants: readonly VariantResult[],
  cells: (variant: VariantResult) => readonly string[],
): VariantTable {
  const columns = [NAME, ...heads.map((head) => ({ head, align: "right" as const }))];
  return { title, columns, rows: variants.map((variant) => [excerpt(variant.name, 60), ...cells(variant)]) };
}

function corrected(variants: readonly VariantResult[]): VariantTable {
  return table("Corrected", ["trajectories", "actions", "recovered"], variants, (variant) =>
    (["correctedTrajectories", "correctedActions", "recoveredAdvantage"] as const).map((name) =>
      withInterval(variant[name], variant.intervals[name]),
    ),
  );
}

function corrections(variants: readonly VariantResult[]): VariantTable {
  return table("Corrections of turns", ["mean", "largest", "flips", "to 0"], variants, (variant) => [
    plainNumber(variant.meanCorrection, 3),
    plainNumber(variant.maxCorrection, 3),
    count(variant.signFlips),
    count(variant.clampedToZero),
  ]);
}

function objectives(variants: readonly VariantResult[]): VariantTable {
  const heads = [...OBJECTIVES.map((name) => name.toUpperCase()), "mean A'", "std A'"];
  return table("Objectives", heads, variants, (variant) => [
    ...remainingMass(variant),
    plainNumber(variant.meanAdvantage, 4),
    plainNumber(variant.stdAdvantage, 4),
  ]);
}

function truth(variants: readonly VariantResult[]): VariantTable[] {
  if (variants.every((variant) => variant.truth === null)) return [];
  const heads = ["signs agree", "Pearson", "MSE"];
  return [
    table("Nearness to the true credit", heads, variants, ({ truth }) =>
      truth === null
        ? ["n/a", "n/a", "n/a"]
        : [
            withBounds(truth.signAgreement, truth.ci95.signAgreement),
            withBounds(truth.pearson, truth.ci95.pearson),
            withBounds(truth.mse, truth.ci95.mse),
          ],
    ),
  ];
}

function costs(variants: readonly VariantResult[]): VariantTable {
  const heads = ["corrected", "positive", "zero", "negative", "alone", "by chance"];
  return table("What a looser gate costs", heads, variants, ({ discrimination: d, chanceMatches }) => [
    count(d.correctedActions),
    count(d.positive),
    count(d.zero),
    count(d.negative),
    count(d.noOtherFailure),
    figureCell(chanceMatches),
  ]);
}
