import type { AuditResult } from "../../model/audit.js";
import { idText } from "../id-text.js";
import { count, figureCell } from "../numbers.js";
import type { Page } from "../style.js";
import { renderTable, section } from "../table.js";
import { wrap } from "../wrap.js";

const HALF = 6;

const NOTE =
  "Trajectories: of the batch's failing rollouts. Actions and corrected: of their tool calls. Recovered: of the sum of " +
  "|A| over their tool turns. The numbers are in --json and --report csv.";

/** Figures per batch, where there are several: the first and the last ones. */
export function batches(result: AuditResult, page: Page): string {
  const { byBatch } = result;
  if (byBatch.length < 2) return "";
  const rows = byBatch.map((row) => [
    idText(row.batch, 24),
    count(row.groups),
    figureCell(row.correctableTrajectories),
    figureCell(row.correctableActions),
    figureCell(row.correctedActions),
    figureCell(row.recoveredAdvantage),
  ]);
  const left = rows.length - 2 * HALF;
  const shown = left > 0 ? [...rows.slice(0, HALF), [`… ${left} more in --json`], ...rows.slice(-HALF)] : rows;
  const columns = [
    { head: "batch", flexible: true },
    { head: "groups", align: "right" as const },
    { head: "trajectories", align: "right" as const },
    { head: "actions", align: "right" as const },
    { head: "corrected", align: "right" as const },
    { head: "recovered", align: "right" as const },
  ];
  return section(page, "Batches", renderTable(page, columns, shown), wrap(NOTE, page.width, "  "));
}
