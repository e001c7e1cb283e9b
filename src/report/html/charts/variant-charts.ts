import type { TopLevelSpec } from "vega-lite";
import type { AblateResult, VariantResult } from "../../../model/ablation.js";
import { singleVariants } from "../../ablate/grid.js";
import { withBounds } from "../../ablate/variant-columns.js";
import { fraction, withInterval } from "../../numbers.js";
import { excerpt } from "../../plain-text.js";
import type { ChartFigure } from "../chart-figure.js";
import { namedRows } from "./row-labels.js";
import { FIRST, INK } from "./theme.js";

/** Variants drawn; the tables have more. */
const DRAWN = 40;

interface Bar {
  readonly row: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What each variant corrects and takes back, as bars with the interval where the result has one. */
export function correctionCharts({ variants }: AblateResult): ChartFigure[] {
  const denominators = (key: "correctedActions" | "recoveredAdvantage") => variants[0]?.[key].denominator ?? 0;
  return [
    shareChart(
      variants,
      "correctedActions",
      "Corrected actions",
      `Share of the ${denominators("correctedActions")} tool calls of failing rollouts that each variant corrects.`,
    ),
    shareChart(
      variants,
      "recoveredAdvantage",
      "Recovered advantage",
      `Share of ${denominators("recoveredAdvantage").toFixed(2)}, the sum of |A| over the tool turns of failing rollouts, that each variant takes back.`,
    ),
  ];
}

/** Nearness to the true credit, where the log has it: one chart a measure, with 95 % intervals. */
export function truthCharts({ variants }: AblateResult): ChartFigure[] {
  const turns = variants.find(({ truth }) => truth !== null)?.truth?.turns;
  if (turns === undefined) return [];
  const measures = [
    ["signAgreement", "Agreement in sign with the true credit", "more is better"],
    ["pearson", "Correlation with the true credit", "more is better"],
    ["mse", "Squared error against the true credit", "less is better"],
  ] as const;
  return measures.map(([key, title, better]) => {
    const drawn = singleVariants(variants).slice(0, DRAWN);
    const names = drawn.map(({ name }) => name);
    const bars = drawn.flatMap(({ truth }, row): Bar[] => {
      const value = truth?.[key] ?? null;
      const [low, high] = truth?.ci95[key] ?? [null, null];
      return value === null ? [] : [{ row, value, low, high }];
    });
    return {
      title,
      note: `Over ${turns} turns whose true advantage the log has; ${better}. Lines: 95 % intervals, Poisson bootstrap over groups.`,
      chart: bars.length === 0 ? null : (width) => dots(names, bars, width),
      table: {
        caption: title,
        head: ["variant", "value and 95 % interval", "turns"],
        rows: variants.map(({ name, truth }) => [
          excerpt(name, 60),
          withBounds(truth?.[key] ?? null, truth?.ci95[key] ?? null),
          String(truth?.turns ?? 0),
        ]),
      },
    };
  });
}

function shareChart(
  variants: readonly VariantResult[],
  key: "correctedActions" | "recoveredAdvantage",
  title: string,
  note: string,
): ChartFigure {
  const single = singleVariants(variants);
  const drawn = single.slice(0, DRAWN);
  const names = drawn.map(({ name }) => name);
  const bars = drawn.flatMap((variant, row): Bar[] => {
    const { value } = variant[key];
    const [low, high] = variant.intervals[key] ?? [null, null];
    return value === null ? [] : [{ row, value, low, high }];
  });
  const intervals = bars.some(({ low }) => low !== null)
    ? " Lines: 95 % intervals, Poisson bootstrap over groups."
    : "";
  const more = variants.length - drawn.length;
  const rest =
    more > 0
      ? ` ${more} more variants are in the table${single.length < variants.length ? " and in the maps" : ""}.`
      : "";
  return {
    title,
    note: `${note}${intervals}${rest}`,
    chart: bars.length === 0 ? null : (width) => barChart(names, bars, width),
    table: {
      caption: title,
      head: ["variant", "share and 95 % interval", "of"],
      rows: variants.map((variant) => [
        excerpt(variant.name, 60),
        withInterval(variant[key], variant.intervals[key]),
        fraction(variant[key]),
      ]),
    },
  };
}

function barChart(names: readonly string[], bars: readonly Bar[], width: number): TopLevelSpec {
  const { values, y } = namedRows(names, bars, width);
  return {
    width: Math.max(120, width - 110),
    height: { step: 18 },
    data: { values },
    encoding: { y },
    layer: [
      {
        mark: { type: "bar", color: FIRST, opacity: 0.75 },
        encoding: { x: { field: "value", type: "quantitative", title: null, axis: { format: ".0%", tickCount: 4 } } },
      },
      intervals,
    ],
  };
}

function dots(names: readonly string[], bars: readonly Bar[], width: number): TopLevelSpec {
  const { values, y } = namedRows(names, bars, width);
  return {
    width: Math.max(120, width - 110),
    height: { step: 18 },
    data: { values },
    encoding: { y },
    layer: [
      intervals,
      {
        mark: { type: "point", filled: true, color: FIRST, size: 60, opacity: 1 },
        encoding: {
          x: { field: "value", type: "quantitative", title: null, scale: { zero: false }, axis: { tickCount: 4 } },
        },
      },
    ],
  };
}

const intervals: LayerSpec = {
  transform: [{ filter: "isValid(datum.low)" }],
  mark: { type: "rule", strokeWidth: 2, color: INK, opacity: 0.7 },
  encoding: { x: { field: "low", type: "quantitative" }, x2: { field: "high" } },
};

/** One layer of a layered chart. */
type LayerSpec = Extract<TopLevelSpec, { readonly layer: readonly unknown[] }>["layer"][number];
