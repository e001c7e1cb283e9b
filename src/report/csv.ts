import { csvCell } from "../json/csv-cell.js";

/** CSV text (RFC 4180, LF line ends), texts made safe by `csvCell`; null is an empty cell. */
export function toCsv(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  return typeof value === "number" ? String(value) : csvCell(value);
}
