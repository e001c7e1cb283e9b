import type { AblateResult } from "../../model/ablation.js";
import type { Reported } from "../../model/report-data.js";
import { ablateHeadline } from "../ablate/ablate-headline.js";
import { tableNotes } from "../ablate/ablate-notes.js";
import { variantTables } from "../ablate/ablate-tables.js";
import { LIMITS } from "../limits.js";
import { counted } from "../numbers.js";
import { chartGrid } from "./audit-html.js";
import { advantageChart } from "./charts/advantage-chart.js";
import { heatCharts } from "./charts/heat-chart.js";
import { objectiveChart } from "./charts/objective-chart.js";
import { reliabilityChart } from "./charts/reliability-chart.js";
import { correctionCharts, truthCharts } from "./charts/variant-charts.js";
import { dataTable } from "./data-table.js";
import { examples } from "./examples.js";
import { html, type Markup } from "./markup.js";
import { page } from "./page.js";
import { gateSection, inputSection, lead, limitsSection, optionSection } from "./parts.js";

/** The report of `ablate` as one page: findings, gates, tables, charts, examples of the run's own options. */
export async function ablateHtml(result: Reported<AblateResult>): Promise<string> {
  const { extras, variants, funnel, conventions } = result;
  const charts = [...correctionCharts(result), objectiveChart(result), ...truthCharts(result), ...heatCharts(variants)];
  const run = extras === null ? [] : [advantageChart(extras), reliabilityChart(extras, Number(conventions.theta))];
  return page({
    title: "Ablation of the credit transfer",
    subject: `${counted(result.inputs.length, "file")}, ${counted(funnel.rollouts, "rollout")}, ${counted(funnel.groups, "group")}, ${funnel.mixedGroups} of them mixed`,
    lead: lead(ablateHeadline(result), result.warnings),
    sections: [
      ...gateSection(result.gates),
      { id: "variants", title: "Variants", body: tables(result) },
      { id: "charts", title: "Charts", body: await chartGrid(charts) },
      ...(extras === null
        ? []
        : [
            { id: "run", title: "This run's own options", body: await chartGrid(run) },
            { id: "examples", title: "Examples", body: examples(extras) },
          ]),
      inputSection(funnel, result.grouping.message, result.rejections),
      limitsSection(LIMITS.ablate),
      optionSection(conventions, result.version),
    ],
  });
}

function tables(result: AblateResult): Markup {
  const notes = tableNotes(result.variants, result.loggedRatios);
  return html`${variantTables(result.variants).map(({ title, columns, rows }) => {
    const table = dataTable({ caption: title, head: columns.map(({ head }) => head), rows });
    return html`<h3>${title}</h3>${table}<p class="note">${notes.get(title)}</p>`;
  })}`;
}
