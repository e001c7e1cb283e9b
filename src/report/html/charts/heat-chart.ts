import type { TopLevelSpec } from "vega-lite";
import type { VariantResult } from "../../../model/ablation.js";
import { type SweepGrid, sweepGrids } from "../../ablate/grid.js";
import { figureCell, fixed } from "../../numbers.js";
import type { ChartFigure } from "../chart-figure.js";
import { FIRST, INK } from "./theme.js";

/** Rows and columns drawn at most: of longer sweeps, evenly spaced values. */
const DRAWN = 24;

/** Sweeps over two options as heat maps of the recovered advantage. */
export function heatCharts(variants: readonly VariantResult[]): ChartFigure[] {
  return sweepGrids(variants).map(heatChart);
}

function heatChart(grid: SweepGrid): ChartFigure {
  const [rowValues, columnValues] = [thinned(grid.rowValues), thinned(grid.columnValues)];
  const cells = rowValues.flatMap((row) =>
    columnValues.flatMap((column) => {
      const value = grid.at(row, column)?.recoveredAdvantage.value;
      return value == null ? [] : [{ row: String(row), column: String(column), value, text: fixed(100 * value, 0) }];
    }),
  );
  const thin = rowValues.length < grid.rowValues.length || columnValues.length < grid.columnValues.length;
  const denominator = grid.at(rowValues[0] ?? 0, columnValues[0] ?? 0)?.recoveredAdvantage.denominator ?? 0;
  return {
    title: `Recovered advantage over ${grid.rowOption} and ${grid.columnOption}`,
    note: `In per cent of ${fixed(denominator, 2)}, the sum of |A| over the tool turns of failing rollouts; fuller is more.${thin ? " Evenly spaced values of a longer sweep." : ""}`,
    chart: cells.length === 0 ? null : (width) => heat(grid, cells, [rowValues, columnValues], width),
    table: {
      caption: `Recovered advantage: ${grid.rowOption} down, ${grid.columnOption} across`,
      head: [grid.rowOption, ...columnValues.map(String)],
      rows: rowValues.map((row) => [
        String(row),
        ...columnValues.map((column) => {
          const figure = grid.at(row, column)?.recoveredAdvantage;
          return figure === undefined ? "n/a" : figureCell(figure);
        }),
      ]),
    },
  };
}

function heat(
  grid: SweepGrid,
  values: readonly { readonly row: string; readonly column: string; readonly value: number; readonly text: string }[],
  [rowValues, columnValues]: readonly [readonly number[], readonly number[]],
  width: number,
): TopLevelSpec {
  const numbers = width / columnValues.length >= 22;
  return {
    width,
    height: { step: 26 },
    data: { values: [...values] },
    encoding: {
      x: {
        field: "column",
        type: "ordinal",
        title: grid.columnOption,
        sort: columnValues.map(String),
        axis: { labelAngle: 0, domain: false, ticks: false },
      },
      y: {
        field: "row",
        type: "ordinal",
        title: grid.rowOption,
        sort: rowValues.map(String),
        axis: { domain: false, ticks: false },
      },
    },
    layer: [
      {
        mark: { type: "rect", color: FIRST },
        // Fullness in place of colour: it serves light and dark, and the number stays readable on it.
        encoding: {
          fillOpacity: { field: "value", type: "quantitative", scale: { range: [0.04, 0.5] }, legend: null },
        },
      },
      ...(numbers
        ? [{ mark: { type: "text", color: INK, fontSize: 12 }, encoding: { text: { field: "text" } } } as const]
        : []),
    ],
  };
}

function thinned(values: readonly number[]): readonly number[] {
  const step = Math.ceil(values.length / DRAWN);
  return values.filter((_, i) => i % step === 0);
}
