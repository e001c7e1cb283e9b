import { FIRST, SECOND } from "./theme.js";

/** Keys of the two series of a chart; their names stand in its legend. */
export const SERIES = ["trajectories", "actions"] as const;

/** Colour by series, with a legend in the given order: each name has its colour whatever the data hold. */
export function seriesLegend(names: readonly string[], field = "series") {
  return {
    field,
    type: "nominal" as const,
    scale: { domain: [...names], range: [FIRST, SECOND] },
    legend: { title: null, orient: "top" as const, symbolType: "square" as const, symbolStrokeWidth: 0 },
  };
}
