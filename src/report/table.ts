import Table from "cli-table3";
import { displayWidth } from "./display-width.js";
import { truncate, truncateMiddle } from "./plain-text.js";
import type { Page } from "./style.js";

export interface Column {
  readonly head: string;
  readonly align?: "left" | "right";
  /** The column that gives way where the table is wider than the page; its cells are cut at the end, or where their ends tell them apart, in the middle. */
  readonly flexible?: boolean | "middle";
}

/** Nothing but the columns and a blank between them: rules cost width and say nothing. */
const NO_RULES = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"].flatMap((side) =>
    [side, `${side}-mid`, `${side}-left`, `${side}-right`, `left-${side}`, `right-${side}`].map((name) => [name, ""]),
  ),
);
const GAP = 2;

/** A table of plain cells, two columns in from the left margin, no wider than the page. cli-table3's own colours are off: it colours even into pipes. */
export function renderTable(page: Page, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, i) =>
    Math.max(...[column.head, ...rows.map((row) => row[i] ?? "")].map(displayWidth)),
  );
  const over = widths.reduce((sum, width) => sum + width + GAP, 0) - page.width;
  const fitted = columns.map((column, i) => Math.max(8, (widths[i] ?? 0) - (column.flexible && over > 0 ? over : 0)));
  const table = new Table({
    head: columns.map((column) => column.head),
    colAligns: columns.map((column) => column.align ?? "left"),
    chars: { ...NO_RULES, middle: "" },
    style: { "padding-left": GAP, "padding-right": 0, head: [], border: [], compact: true },
  });
  for (const row of rows) {
    table.push(columns.map(({ flexible }, i) => cellText(row[i] ?? "", flexible, fitted[i] ?? 8)));
  }
  const [head = "", ...lines] = table.toString().split("\n");
  return [page.style.faint(head.trimEnd()), ...lines.map((line) => line.trimEnd())].join("\n");
}

function cellText(text: string, flexible: Column["flexible"], width: number): string {
  if (!flexible) return text;
  return flexible === "middle" ? truncateMiddle(text, width) : truncate(text, width);
}

/** A section's title over its text, a blank line before it. */
export function section(page: Page, title: string, ...blocks: readonly string[]): string {
  return ["", page.style.strong(title), ...blocks].join("\n");
}
