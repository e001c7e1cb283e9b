import type { TopLevelSpec } from "vega-lite";
import type { ReportExtras } from "../../../model/report-data.js";
import { count, counted, percent } from "../../numbers.js";
import type { ChartFigure } from "../chart-figure.js";
import { FIRST, INK, SECOND } from "./theme.js";

/** Whether a more similar witness saw more of the same: equal observations over similarity. */
export function reliabilityChart({ reliability: { pairs, bins } }: ReportExtras, theta: number): ChartFigure {
  const values = bins.flatMap((bin): Bin[] => {
    if (bin.pairs === 0) return [];
    const [low, high] = wilson(bin.equalPairs, bin.pairs);
    return [
      {
        at: (bin.low + bin.high) / 2,
        equal: bin.equalPairs / bin.pairs,
        low,
        high,
        overlap: bin.meanJaccard,
      },
    ];
  });
  return {
    title: "Reliability of witnesses",
    note:
      `${counted(pairs, "pair")} of a failing call and its most similar witness, both with a logged observation. Dots: share with equal observations, with ` +
      "95 % Wilson intervals that take pairs as independent. Line: mean overlap of the observations' tokens. Dashed: this run's theta.",
    chart: values.length === 0 ? null : (width) => drawing(values, theta, width),
    table: {
      caption: "Observations of pairs by the similarity of their arguments",
      head: ["similarity from", "to", "pairs", "equal observations", "share", "token overlap"],
      rows: bins.map(({ low, high, pairs: n, equalPairs, meanJaccard }) => [
        String(low),
        low === 1 ? "1" : `below ${high}`,
        count(n),
        `${count(equalPairs)} / ${count(n)}`,
        n === 0 ? "n/a" : percent(equalPairs / n),
        meanJaccard === null ? "n/a" : percent(meanJaccard),
      ]),
    },
  };
}

interface Bin {
  readonly at: number;
  readonly equal: number;
  readonly low: number;
  readonly high: number;
  readonly overlap: number | null;
}

function drawing(values: readonly Bin[], theta: number, width: number): TopLevelSpec {
  const x = {
    field: "at",
    type: "quantitative" as const,
    title: "similarity of the arguments",
    scale: { domain: [0, 1.03], nice: false },
    axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1] },
  };
  return {
    width,
    height: 220,
    data: { values: [...values] },
    layer: [
      {
        mark: { type: "rule", strokeDash: [4, 4], color: INK },
        data: { values: [{ at: theta }] },
        encoding: { x },
      },
      {
        mark: { type: "line", color: SECOND, strokeWidth: 2 },
        encoding: { x, y: { field: "overlap", type: "quantitative" } },
      },
      {
        mark: { type: "rule", color: FIRST, strokeWidth: 2 },
        encoding: { x, y: { field: "low", type: "quantitative" }, y2: { field: "high" } },
      },
      {
        mark: { type: "point", filled: true, color: FIRST, size: 60, opacity: 1 },
        encoding: {
          x,
          y: {
            field: "equal",
            type: "quantitative",
            title: null,
            axis: { format: ".0%", tickCount: 5 },
            scale: { domain: [0, 1] },
          },
        },
      },
    ],
  };
}

/** 95 % score interval of a share (Wilson 1927): stays in [0, 1] and has a width at 0 and 1. */
function wilson(successes: number, n: number): readonly [number, number] {
  const z2 = 1.959963984540054 ** 2;
  const share = successes / n;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Math.sqrt(z2) / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
