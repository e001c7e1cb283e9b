import { type Chart, draw } from "./charts/draw.js";
import { dataTable, type HtmlTable } from "./data-table.js";
import { html, type Markup } from "./markup.js";

export interface ChartFigure {
  readonly title: string;
  /** One sentence: what is drawn, over what. */
  readonly note: string;
  /** Null where there is nothing to draw. */
  readonly chart: Chart | null;
  /** The same as numbers with their denominators. */
  readonly table: HtmlTable;
}

/** A chart under its title, with its numbers folded below: whoever cannot see it loses nothing. */
export async function chartFigure({ title, note, chart, table }: ChartFigure): Promise<Markup> {
  const drawn = chart === null ? html`<p class="note">Nothing to draw.</p>` : await draw(chart, `${title}. ${note}`);
  return html`<figure>
<h3>${title}</h3>
${drawn}
<figcaption>${note}</figcaption>
<details><summary>The numbers<span class="hidden"> of: ${title}</span></summary>${dataTable(table)}</details>
</figure>
`;
}
