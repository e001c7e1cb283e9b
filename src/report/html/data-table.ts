import { html, type Markup } from "./markup.js";
import { shorten } from "./shorten.js";

export interface HtmlTable {
  /** What the table holds, for those who do not see it. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | Markup)[])[];
}

/** Rows of a table at most; the JSON has all. */
const ROWS = 200;
/** Characters of a cell at most. */
const CELL = 500;

/** A table that scrolls by itself where the page is narrow. The first column names its row. */
export function dataTable({ caption, head, rows }: HtmlTable): Markup {
  const shown = rows.slice(0, ROWS);
  const rest = rows.length - shown.length;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${shown.map(tableRow)}</tbody>
</table></div>${rest > 0 && html`<p class="note">${rest} more rows are in the JSON.</p>`}`;
}

function tableRow([first = "", ...cells]: readonly (string | Markup)[]): Markup {
  return html`<tr><th scope="row">${cellText(first)}</th>${cells.map((cell) => html`<td>${cellText(cell)}</td>`)}</tr>
`;
}

function cellText(cell: string | Markup): string | Markup {
  return typeof cell === "string" ? shorten(cell, CELL) : cell;
}
