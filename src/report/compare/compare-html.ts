import type { TopLevelSpec } from "vega-lite";
import type { CompareResult } from "../../model/compare.js";
import type { ChartFigure } from "../html/chart-figure.js";
import { chartFigure } from "../html/chart-figure.js";
import { FIRST, INK } from "../html/charts/theme.js";
import { dataTable } from "../html/data-table.js";
import { html } from "../html/markup.js";
import { page } from "../html/page.js";
import { inputSection, lead, limitsSection, optionSection } from "../html/parts.js";
import { counted } from "../numbers.js";
import { headline, ruleLabel, withInterval } from "./cells.js";
import { approximateNote, compareTables } from "./compare-tables.js";

const LIMITS =
  "Rules that agree may all be wrong: agreement says nothing of truth. Where a log carries true advantages, nearness to " +
  "them is measured for the policy that wrote the log, and only over turns of groups with unequal rewards.";

/** The report of `compare` as one page. */
export async function compareHtml(result: CompareResult): Promise<string> {
  const { funnel, conventions, version } = result;
  const chart = truthChart(result);
  const note = approximateNote(result);
  return page({
    title: "Credit rules side by side",
    subject: `${counted(result.inputs.length, "file")}, ${counted(funnel.rollouts, "rollout")}, ${counted(funnel.groups, "group")}, ${funnel.mixedGroups} of them mixed`,
    lead: lead(headline(result), result.warnings),
    sections: [
      ...(chart === null
        ? []
        : [{ id: "truth", title: "Nearness to the true credit", body: await chartFigure(chart) }]),
      {
        id: "tables",
        title: "Tables",
        body: html`${compareTables(result).map(
          ({ title, head, rows }) => html`<h3>${title}</h3>${dataTable({ caption: title, head, rows })}`,
        )}${note !== "" && html`<p class="note">${note}</p>`}`,
      },
      inputSection(funnel, result.grouping.message, result.rejections),
      limitsSection(LIMITS),
      optionSection(conventions, version),
    ],
  });
}

/** Correlation of each rule with the true credit, with its interval; null without true credit. */
function truthChart({ rules }: CompareResult): ChartFigure | null {
  const dots = rules.flatMap((rule) => {
    const pearson = rule.truth?.pearson;
    if (pearson === undefined || pearson.value === null) return [];
    const [low, high] = pearson.ci95 ?? [pearson.value, pearson.value];
    return [{ name: ruleLabel(rule), value: pearson.value, low, high, text: withInterval(pearson) }];
  });
  if (dots.length === 0) return null;
  return {
    title: "Correlation with the true credit",
    note: "Pearson's, over the turns of groups with unequal rewards; lines: 95 % intervals, Poisson bootstrap over groups.",
    chart: (width) => dotChart(dots, width),
    table: {
      caption: "Correlation with the true credit",
      head: ["rule", "value and 95 % interval"],
      rows: dots.map(({ name, text }) => [name, text]),
    },
  };
}

function dotChart(
  dots: readonly { readonly name: string; readonly value: number; readonly low: number; readonly high: number }[],
  width: number,
): TopLevelSpec {
  return {
    width: Math.max(120, width - 110),
    height: { step: 20 },
    data: { values: [...dots] },
    encoding: { y: { field: "name", type: "nominal", title: null, sort: dots.map(({ name }) => name) } },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2, color: INK, opacity: 0.7 },
        encoding: { x: { field: "low", type: "quantitative" }, x2: { field: "high" } },
      },
      {
        mark: { type: "point", filled: true, color: FIRST, size: 60, opacity: 1 },
        encoding: { x: { field: "value", type: "quantitative", title: null, axis: { tickCount: 4 } } },
      },
    ],
  };
}
