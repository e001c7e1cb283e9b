import type { AuditResult } from "../../model/audit.js";
import { count, figureCell } from "../numbers.js";
import { excerpt } from "../plain-text.js";
import type { Page } from "../style.js";
import { renderTable, section } from "../table.js";
import { wrap } from "../wrap.js";

const CAP = 15;

/** Action figures per tool, those with most calls of failing rollouts first. */
export function tools(result: AuditResult, page: Page): string {
  const shown = [...result.byTool].sort((a, b) => b.failingToolCalls - a.failingToolCalls).slice(0, CAP);
  if (shown.length === 0) return section(page, "Tools", "  No tool calls in this log.");
  const table = renderTable(
    page,
    [
      { head: "tool", flexible: true },
      { head: "calls", align: "right" },
      { head: "failing", align: "right" },
      { head: "correctable", align: "right" },
      { head: "mixed", align: "right" },
      { head: "corrected", align: "right" },
      { head: "mixed", align: "right" },
    ],
    shown.map((row) => [
      excerpt(row.tool, 60),
      count(row.toolCalls),
      count(row.failingToolCalls),
      figureCell(row.correctableActions),
      figureCell(row.correctableActionsMixed),
      figureCell(row.correctedActions),
      figureCell(row.correctedActionsMixed),
    ]),
  );
  const rest = result.byTool.length - shown.length;
  const note = `The ${CAP} tools with most calls of failing rollouts; ${rest} more in --json.`;
  return section(page, "Tools", table, ...(rest > 0 ? [wrap(note, page.width, "  ")] : []));
}
