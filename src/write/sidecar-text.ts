import { canonicalJson } from "../json/canonical.js";
import { csvCell } from "../json/csv-cell.js";
import { escapeUnseen } from "../json/unseen.js";
import type { JsonValue } from "../model/json.js";
import type { SidecarRow } from "../model/sidecar-row.js";
import { idTexts, SIDECAR_COLUMNS, type SidecarColumn } from "./sidecar-columns.js";

/** Lines joined before they are written. */
const LINES = 4096;

/** The sidecar as JSONL. Ids keep their types. */
export function* sidecarJsonl(rows: Iterable<SidecarRow>): Generator<string> {
  yield* joined(rows, (row) => {
    const members = SIDECAR_COLUMNS.map((column) => `"${column.name}":${json(column, row)}`);
    return `{${members.join(",")}}\n`;
  });
}

function json(column: SidecarColumn, row: SidecarRow): string {
  return escapeUnseen(canonicalJson(column.of(row) as JsonValue));
}

/** The sidecar as CSV (RFC 4180), with the names on the first line. Ids: see `idTexts`; a null is an empty cell. */
export function* sidecarCsv(rows: readonly SidecarRow[]): Generator<string> {
  yield `${SIDECAR_COLUMNS.map((column) => column.name).join(",")}\n`;
  const cells = SIDECAR_COLUMNS.map((column) => cellOf(column, rows));
  yield* joined(rows, (row) => `${cells.map((cell) => cell(row)).join(",")}\n`);
}

function cellOf(column: SidecarColumn, rows: readonly SidecarRow[]): (row: SidecarRow) => string {
  switch (column.kind) {
    case "text":
      return (row) => csvCell(column.of(row));
    case "texts":
      return (row) => csvCell(column.of(row).join(";"));
    case "id": {
      const text = idTexts(rows, column.of);
      return (row) => {
        const id = column.of(row);
        return typeof id === "number" || typeof id === "bigint" ? (text(id) ?? "") : csvCell(text(id) ?? "");
      };
    }
    case "integer":
    case "number":
      return (row) => String(column.of(row) ?? "");
    case "boolean":
      return (row) => String(column.of(row));
  }
}

function* joined(rows: Iterable<SidecarRow>, line: (row: SidecarRow) => string): Generator<string> {
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(line(row));
    if (lines.length < LINES) continue;
    yield lines.join("");
    lines = [];
  }
  if (lines.length > 0) yield lines.join("");
}
