import type { TopLevelSpec } from "vega-lite";
import type { AuditResult } from "../../../model/audit.js";
import { count, figureCell, fraction } from "../../numbers.js";
import { excerpt } from "../../plain-text.js";
import type { ChartFigure } from "../chart-figure.js";
import { namedRows } from "./row-labels.js";
import { seriesLegend } from "./series.js";

/** Tools drawn; the table has more. */
const DRAWN = 12;

/** Correctable and corrected share of each tool's calls in failing rollouts. */
export function toolChart({ byTool }: AuditResult): ChartFigure {
  const sorted = [...byTool].sort((a, b) => b.failingToolCalls - a.failingToolCalls);
  const names = sorted.slice(0, DRAWN).map(({ tool }) => tool);
  const values = sorted.slice(0, DRAWN).flatMap((tool, row) =>
    [
      { series: "correctable", share: tool.correctableActions.value },
      { series: "corrected", share: tool.correctedActions.value },
    ].map((bar) => ({ ...bar, row })),
  );
  const rest =
    sorted.length > DRAWN ? ` The ${DRAWN} tools with most of them; ${sorted.length - DRAWN} more below.` : "";
  return {
    title: "Per tool",
    note: `Share of each tool's calls in failing rollouts that are correctable, and that are corrected.${rest}`,
    chart: values.length === 0 ? null : (width) => drawing(names, values, width),
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

function drawing(
  names: readonly string[],
  values: readonly { readonly row: number; readonly series: string; readonly share: number | null }[],
  width: number,
): TopLevelSpec {
  const rows = namedRows(names, values, width);
  return {
    width: width - 110,
    height: { step: 13 },
    data: { values: rows.values },
    mark: { type: "bar" },
    encoding: {
      y: { ...rows.y, scale: { paddingInner: 0.3 } },
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
  };
}
