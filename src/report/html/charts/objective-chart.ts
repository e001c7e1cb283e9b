import type { TopLevelSpec } from "vega-lite";
import { type AblateResult, OBJECTIVES } from "../../../model/ablation.js";
import { singleVariants } from "../../ablate/grid.js";
import { massesBefore, massLeft, remainingMass } from "../../ablate/variant-columns.js";
import { excerpt } from "../../plain-text.js";
import type { ChartFigure } from "../chart-figure.js";
import { namedRows } from "./row-labels.js";
import { FIRST, INK, SECOND } from "./theme.js";

const DRAWN = 24;
const NAMES = OBJECTIVES.map((name) => name.toUpperCase());

/** What is left of the gradient mass on failing tool turns under each objective. */
export function objectiveChart({ variants, loggedRatios }: AblateResult): ChartFigure {
  const drawn = singleVariants(variants).slice(0, DRAWN);
  const values = drawn.flatMap((variant, row) =>
    OBJECTIVES.flatMap((objective) => {
      const left = massLeft(variant, objective);
      return left === null ? [] : [{ row, objective: objective.toUpperCase(), left }];
    }),
  );
  const [first] = variants;
  return {
    title: "Gradient mass left on failing tool turns",
    note: first === undefined ? "No variant." : massesBefore(first, loggedRatios),
    chart:
      values.length === 0
        ? null
        : (width) =>
            drawing(
              drawn.map(({ name }) => name),
              values,
              width,
            ),
    table: {
      caption: "Gradient mass left on failing tool turns, of the mass before",
      head: ["variant", ...NAMES],
      rows: variants.map((variant) => [excerpt(variant.name, 60), ...remainingMass(variant)]),
    },
  };
}

function drawing(
  names: readonly string[],
  values: readonly { readonly row: number; readonly objective: string; readonly left: number }[],
  width: number,
): TopLevelSpec {
  const rows = namedRows(names, values, width);
  return {
    width: Math.max(120, width - 110),
    height: { step: 7 },
    data: { values: rows.values },
    mark: { type: "point", size: 40, strokeWidth: 2, opacity: 1 },
    encoding: {
      y: { ...rows.y, axis: { grid: true } },
      x: {
        field: "left",
        type: "quantitative",
        title: null,
        axis: { format: ".0%", tickCount: 4 },
        scale: { zero: false },
      },
      color: { field: "objective", type: "nominal", scale: { domain: NAMES, range: [FIRST, SECOND, INK] } },
      yOffset: { field: "objective", sort: NAMES },
      shape: { field: "objective", type: "nominal", scale: { domain: NAMES, range: ["circle", "square", "cross"] } },
    },
  };
}
