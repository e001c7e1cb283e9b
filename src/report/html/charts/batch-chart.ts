import type { AuditResult } from "../../../model/audit.js";
import { idText } from "../../id-text.js";
import { count, figureCell, fraction } from "../../numbers.js";
import type { ChartFigure } from "../chart-figure.js";
import { seriesLegend } from "./series.js";

/** Points drawn at most: of more batches, evenly spaced ones. */
const DRAWN = 200;

/** Correctable shares over the training batches, in their order. */
export function batchChart({ byBatch }: AuditResult): ChartFigure {
  const step = Math.max(1, Math.ceil(byBatch.length / DRAWN));
  const drawn = byBatch.filter((_, i) => i % step === 0);
  const labels = drawn.map(({ batch }) => idText(batch, 16));
  const values = drawn.flatMap((row, i) =>
    [
      { series: "trajectories", share: row.correctableTrajectories.value },
      { series: "actions", share: row.correctableActions.value },
    ].map((point) => ({ ...point, at: i })),
  );
  const names = `[${labels.map((label) => JSON.stringify(label)).join(",")}][datum.value]`;
  return {
    title: "Over training batches",
    note: `Correctable share of the failing rollouts (trajectories) and of their tool calls (actions) of each batch${step > 1 ? `; every ${step}th batch is drawn` : ""}.`,
    chart: (width) => ({
      width,
      height: 220,
      data: { values },
      mark: { type: "line", strokeWidth: 2, point: { size: 28, filled: true } },
      encoding: {
        x: {
          field: "at",
          type: "quantitative",
          title: "batch",
          scale: { domain: [0, Math.max(1, drawn.length - 1)], nice: false },
          axis: { labelExpr: names, tickMinStep: 1, tickCount: Math.min(drawn.length, width / 60), grid: false },
        },
        y: {
          field: "share",
          type: "quantitative",
          title: null,
          axis: { format: ".0%", tickCount: 5 },
          scale: { domain: [0, 1] },
        },
        color: seriesLegend(["trajectories", "actions"]),
      },
    }),
    table: {
      caption: "Figures of each batch",
      head: ["batch", "groups", "trajectories", "of", "actions", "of", "recovered"],
      rows: byBatch.map((row) => [
        idText(row.batch),
        count(row.groups),
        figureCell(row.correctableTrajectories),
        fraction(row.correctableTrajectories),
        figureCell(row.correctableActions),
        fraction(row.correctableActions),
        figureCell(row.recoveredAdvantage),
      ]),
    },
  };
}
