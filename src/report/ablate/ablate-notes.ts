import type { VariantResult } from "../../model/ablation.js";
import { count, fixed } from "../numbers.js";
import { massesBefore } from "./variant-columns.js";

/** What the columns of each table are and what they are shares of, by the table's title. */
export function tableNotes(variants: readonly VariantResult[], loggedRatios: boolean): ReadonlyMap<string, string> {
  const [first] = variants;
  if (first === undefined) return new Map();
  const { correctedTrajectories, correctedActions, recoveredAdvantage, chanceMatches } = first;
  return new Map([
    [
      "Corrected",
      `Trajectories: of ${count(correctedTrajectories.denominator)} failing rollouts. Actions: of ${count(correctedActions.denominator)} tool calls of failing rollouts. ` +
        `Recovered: of ${fixed(recoveredAdvantage.denominator, 2)}, the sum of |A| over their tool turns. Intervals: 95 %, Poisson bootstrap over groups.`,
    ],
    [
      "Corrections of turns",
      "Mean and largest: A' - A over the tool turns of failing rollouts. Flips: turns with A' above 0. To 0: turns that the clamp stopped there.",
    ],
    ["Objectives", massesBefore(first, loggedRatios)],
    [
      "Nearness to the true credit",
      `Over ${count(first.truth?.turns ?? 0)} turns whose true advantage the log has. Intervals: 95 %, Poisson bootstrap over groups.`,
    ],
    [
      "What a looser gate costs",
      "Corrected calls whose support among successes is above (positive), equal to or below their share among the other failures; " +
        `alone: no other failure in the group. By chance: of ${count(chanceMatches.denominator)} failing calls, those that another prompt's successes would vouch for.`,
    ],
  ]);
}
