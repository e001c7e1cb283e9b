import type { ReportExtras } from "../../../model/report-data.js";
import { count, counted } from "../../numbers.js";
import type { ChartFigure } from "../chart-figure.js";
import { seriesLegend } from "./series.js";

/** How the advantages of failing tool turns lie before and after the correction. */
export function advantageChart({ advantages: { turns, bins } }: ReportExtras): ChartFigure {
  const values = bins.flatMap(({ low, high, base, corrected }) => [
    { low, high, series: "before", turns: base },
    { low, high, series: "after", turns: corrected },
  ]);
  const [first, last] = [bins[0]?.low ?? 0, bins.at(-1)?.high ?? 1];
  return {
    title: "Advantage before and after",
    note: `${counted(turns, "turn")} with a tool call in failing rollouts of mixed groups. The bar from 0 on holds the turns whose penalty is taken back whole.`,
    chart:
      turns === 0
        ? null
        : (width) => ({
            width,
            height: 220,
            data: { values },
            layer: ["before", "after"].map((series) => ({
              transform: [{ filter: { field: "series", equal: series } }, { filter: "datum.turns > 0" }],
              mark: {
                type: "bar",
                fillOpacity: series === "before" ? 0.35 : 0,
                strokeWidth: 2,
                binSpacing: 0,
              },
              encoding: {
                x: {
                  field: "low",
                  type: "quantitative",
                  title: "advantage",
                  scale: { domain: [first, last], nice: false },
                  axis: { tickCount: Math.max(3, width / 60), grid: false },
                },
                x2: { field: "high" },
                y: { field: "turns", type: "quantitative", title: "turns", axis: { tickCount: 5, format: "~s" } },
                y2: { datum: 0 },
                color: seriesLegend(["before", "after"]),
                stroke: { ...seriesLegend(["before", "after"]), legend: null },
              },
            })),
          }),
    table: {
      caption: "Turns by advantage, before and after",
      head: ["from", "to below", "turns before", "turns after", "of"],
      rows: bins.map((bin) => [String(bin.low), String(bin.high), count(bin.base), count(bin.corrected), count(turns)]),
    },
  };
}
