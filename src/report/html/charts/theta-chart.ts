import type { TopLevelSpec } from "vega-lite";
import type { AuditResult } from "../../../model/audit.js";
import type { ReportExtras } from "../../../model/report-data.js";
import { fraction, withInterval } from "../../numbers.js";
import type { ChartFigure } from "../chart-figure.js";
import { SERIES, seriesLegend } from "./series.js";
import { INK } from "./theme.js";

const FIGURES = ["correctableTrajectories", "correctableActions"] as const;

/** Correctable shares over theta, with their intervals where the extras have them, else at the run's own theta alone. */
export function thetaChart(result: AuditResult, extras: ReportExtras | null): ChartFigure {
  const { thetaSweep, statistics, conventions } = result;
  const intervals = new Map(extras?.thetaIntervals.map((row) => [row.theta, row]));
  const own = Number(conventions.theta);
  const points = FIGURES.flatMap((name, i) =>
    thetaSweep.flatMap((row) => {
      const figure = row[name];
      if (figure.value === null) return [];
      const ci95 = intervals.get(row.theta)?.[name] ?? null;
      const [low, high] = ci95 ?? (row.theta === own ? statistics[name].ci95 : null) ?? [null, null];
      return [{ theta: row.theta, share: figure.value, low, high, series: SERIES[i] ?? name }];
    }),
  );
  const [trajectories, actions] = [thetaSweep[0]?.correctableTrajectories, thetaSweep[0]?.correctableActions];
  return {
    title: "Correctable share over theta",
    note:
      `Of ${trajectories?.denominator ?? 0} failing rollouts (trajectories) and ${actions?.denominator ?? 0} tool calls of failing rollouts (actions). ` +
      `The dashed line is this run's theta, ${own}; bars are 95 % intervals.`,
    chart: points.length === 0 ? null : (width) => drawing(points, own, width),
    table: {
      caption: "Correctable share over theta",
      head: ["theta", "trajectories", "of", "actions", "of"],
      rows: thetaSweep.map((row) => [
        row.theta.toFixed(2),
        ...FIGURES.flatMap((name) => [
          withInterval(row[name], intervals.get(row.theta)?.[name] ?? null),
          fraction(row[name]),
        ]),
      ]),
    },
  };
}

interface Point {
  readonly theta: number;
  readonly share: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly series: string;
}

function drawing(points: readonly Point[], own: number, width: number): TopLevelSpec {
  const domain = [
    Math.min(own, ...points.map(({ theta }) => theta)),
    Math.max(own, ...points.map(({ theta }) => theta)),
  ];
  const x = {
    field: "theta",
    type: "quantitative" as const,
    title: "theta",
    scale: { domain, nice: false, zero: false },
    axis: { tickCount: 7 },
  };
  return {
    width,
    height: 220,
    data: { values: [...points] },
    encoding: { color: seriesLegend(SERIES) },
    layer: [
      {
        mark: { type: "rule", strokeDash: [4, 4], color: INK },
        data: { values: [{ theta: own }] },
        encoding: { x, color: { value: INK } },
      },
      {
        mark: { type: "line", strokeWidth: 2, point: { size: 28, filled: true } },
        encoding: {
          x,
          y: {
            field: "share",
            type: "quantitative",
            title: null,
            axis: { format: ".0%", tickCount: 5 },
            scale: { domain: [0, 1] },
          },
        },
      },
      ...SERIES.map((series, i) => ({
        transform: [
          {
            filter: {
              and: [
                { field: "low", valid: true },
                { field: "series", equal: series },
              ],
            },
          },
        ],
        mark: { type: "rule" as const, strokeWidth: 3, xOffset: 3 * (2 * i - 1) }, // beside each other, not on top
        encoding: { x, y: { field: "low", type: "quantitative" as const }, y2: { field: "high" } },
      })),
    ],
  };
}
