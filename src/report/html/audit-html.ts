import { type AuditResult, STATISTICS } from "../../model/audit.js";
import type { Reported } from "../../model/report-data.js";
import { checkSentences } from "../audit/checks.js";
import { headline, subject } from "../audit/headline.js";
import { statisticTitle } from "../audit/labels.js";
import { LIMITS } from "../limits.js";
import { figureValue, fraction, interval } from "../numbers.js";
import { type ChartFigure, chartFigure } from "./chart-figure.js";
import { advantageChart } from "./charts/advantage-chart.js";
import { batchChart } from "./charts/batch-chart.js";
import { reliabilityChart } from "./charts/reliability-chart.js";
import { thetaChart } from "./charts/theta-chart.js";
import { toolChart } from "./charts/tool-chart.js";
import { dataTable } from "./data-table.js";
import { examples } from "./examples.js";
import { html, type Markup } from "./markup.js";
import { page } from "./page.js";
import { cards, gateSection, inputSection, lead, limitsSection, optionSection } from "./parts.js";

const CARDS = [
  "correctableTrajectories",
  "correctableActions",
  "misassignedGradientMass",
  "recoveredAdvantage",
] as const;

/** The report of `audit` as one page: findings, charts, checks, examples, options. */
export async function auditHtml(result: Reported<AuditResult>): Promise<string> {
  const { extras, conventions } = result;
  const charts = [
    thetaChart(result, extras),
    ...(extras === null ? [] : [advantageChart(extras)]),
    toolChart(result),
    ...(extras === null ? [] : [reliabilityChart(extras, Number(conventions.theta))]),
    ...(result.byBatch.length > 1 ? [batchChart(result)] : []),
  ];
  const overview = html`${cards(CARDS.map((name) => [statisticTitle(name), result.statistics[name]]))}${allFigures(result)}`;
  return page({
    title: "Misassigned credit of tool calls",
    subject: subject(result),
    lead: lead(headline(result), result.warnings),
    sections: [
      ...gateSection(result.gates),
      { id: "figures", title: "Figures", body: overview },
      { id: "charts", title: "Charts", body: await chartGrid(charts) },
      { id: "checks", title: "Checks of what the method rests on", body: checks(result) },
      ...(extras === null ? [] : [{ id: "examples", title: "Examples", body: examples(extras) }]),
      inputSection(result.funnel, result.grouping.message, result.rejections),
      limitsSection(LIMITS.audit),
      optionSection(conventions, result.version),
    ],
  });
}

/** Charts one after the other: vega's measures are global, and two at once gain nothing on one thread. */
export async function chartGrid(figures: readonly ChartFigure[]): Promise<Markup> {
  const drawn: Markup[] = [];
  for (const figure of figures) drawn.push(await chartFigure(figure));
  return html`<div class="charts">${drawn}</div>`;
}

function allFigures(result: AuditResult): Markup {
  const rows = STATISTICS.map((name) => {
    const figure = result.statistics[name];
    return [statisticTitle(name), figureValue(figure), interval(figure), fraction(figure)];
  });
  return dataTable({ caption: "All figures", head: ["figure", "value", "95 % interval", "of"], rows });
}

function checks(result: AuditResult): Markup {
  return html`${checkSentences(result).map(([name, sentences]) => html`<h3>${name}</h3>${sentences.map((sentence) => html`<p>${sentence}</p>`)}`)}`;
}
