import type { AuditResult } from "../../../model/audit.js";
import { count, figureCell, fraction } from "../../numbers.js";
import { excerpt } from "../../plain-text.js";
import type { ChartFigure } from "../chart-figure.js";
import { rowLabels } from "./row-labels.js";
import { seriesLegend } from "./series.js";
import { labelRoom } from "./theme.js";

/** Tools drawn; the table has more. */
const DRAWN = 12;

/** Correctable and corrected share of each tool's calls in failing rollouts. */
export function toolChart({ byTool }: AuditResult): ChartFigure {
  const sorted = [...byTool].sort((a, b) => b.failingToolCalls - a.failingToolCalls);
  const names = rowLabels(sorted.slice(0, DRAWN).map(({ tool }) => tool));
  const values = sorted.slice(0, DRAWN).flatMap((row, i) =>
    [
      { series: "correctable", share: row.correctableActions.value },
      { series: "corrected", share: row.correctedActions.value },
    ].map((bar) => ({ ...bar, tool: names[i] })),
  );
  const rest =
    sorted.length > DRAWN ? ` The ${DRAWN} tools with most of them; ${sorted.length - DRAWN} more below.` : "";
  return {
    title: "Per tool",
    note: `Share of each tool's calls in failing rollouts that are correctable, and that are corrected.${rest}`,
    chart:
      values.length === 0
        ? null
        : (width) => ({
            width: width - 110,
            height: { step: 13 },
            data: { values },
            mark: { type: "bar" },
            encoding: {
              y: {
                field: "tool",
                type: "nominal",
                title: null,
                sort: names,
                axis: { labelLimit: labelRoom(width) },
                scale: { paddingInner: 0.3 },
              },
              yOffset: { field: "series", sort: ["correctable", "corrected"] },
              x: {
                field: "share",
                type: "quantitative",
                title: null,
                axis: { format: ".0%", tickCount: 5 },
                scale: { domain: [0, 1] },
              },
              color: seriesLegend(["correctable", "corrected"]),
            },
          }),
    table: {
      caption: "Calls of failing rollouts by tool",
      head: ["tool", "calls", "in failing rollouts", "correctable", "of", "corrected", "of"],
      rows: sorted.map((row) => [
        excerpt(row.tool, 60),
        count(row.toolCalls),
        count(row.failingToolCalls),
        figureCell(row.correctableActions),
        fraction(row.correctableActions),
        figureCell(row.correctedActions),
        fraction(row.correctedActions),
      ]),
    },
  };
}
