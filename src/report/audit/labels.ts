import type { StatisticName } from "../../model/audit.js";

/** What each statistic is called in reports for people. */
export const STATISTIC_LABELS = {
  correctableTrajectories: "correctable trajectories",
  correctableTrajectoriesMixed: "  in mixed groups",
  correctableActions: "correctable actions",
  correctableActionsMixed: "  in mixed groups",
  correctedTrajectories: "corrected trajectories",
  correctedTrajectoriesMixed: "  in mixed groups",
  correctedActions: "corrected actions",
  correctedActionsMixed: "  in mixed groups",
  misassignedGradientMass: "misassigned gradient mass",
  recoveredAdvantage: "recovered advantage",
} satisfies Record<StatisticName, string>;

/** The same where no row stands above: `correctable trajectories in mixed groups`. */
export function statisticTitle(name: StatisticName): string {
  const label = STATISTIC_LABELS[name];
  const parent = name.endsWith("Mixed") ? STATISTIC_LABELS[name.slice(0, -"Mixed".length) as StatisticName] : "";
  return `${parent} ${label.trim()}`.trim();
}
