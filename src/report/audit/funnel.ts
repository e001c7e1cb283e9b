import type { AuditResult, RejectionSummary } from "../../model/audit.js";
import { count } from "../numbers.js";
import { plainText } from "../plain-text.js";
import type { Page } from "../style.js";
import { renderTable, section } from "../table.js";
import { wrap } from "../wrap.js";

/** From rows to the calls that count, and how groups were found. */
export function funnel(result: AuditResult, page: Page): string {
  const f = result.funnel;
  const lines: readonly (readonly [string, number, string])[] = [
    ["rows", f.rows, f.rejected > 0 ? `${count(f.rejected)} rejected` : "none rejected"],
    ["rollouts", f.rollouts, `${count(f.successful)} successful, ${count(f.failing)} failing`],
    ["batches", f.batches, ""],
    [
      "groups",
      f.groups,
      `${count(f.mixedGroups)} mixed, ${count(f.groupsWithEqualRewards)} with equal rewards, ${count(f.singletonGroups)} of one rollout`,
    ],
    [
      "tool calls",
      f.toolCalls,
      `${count(f.failingToolCalls)} of failing rollouts, ${count(f.malformedToolCalls)} malformed; besides them ${count(f.excludedToolCalls)} excluded`,
    ],
  ];
  const width = Math.max(...lines.map(([, value]) => count(value).length));
  const indent = " ".repeat(width + 16);
  const rows = lines.map(([name, value, detail]) =>
    wrap(detail, page.width, indent, `  ${name.padEnd(11)} ${count(value).padStart(width)}  `).trimEnd(),
  );
  const grouping = [result.grouping.message, result.grouping.loggedAdvantages].filter((text) => text !== null);
  const notes = grouping.map((text) => wrap(plainText(text), page.width, "  "));
  return section(page, "From rows to calls", ...rows, ...notes);
}

/** What was left out, by reason; empty where nothing was. */
export function rejections(list: readonly RejectionSummary[], page: Page): string {
  if (list.length === 0) return "";
  const table = renderTable(
    page,
    [{ head: "left out", align: "right" }, { head: "reason" }, { head: "first", flexible: true }],
    list.map((r) => [count(r.count), plainText(r.reason), `${plainText(r.first.path)}: row ${r.first.row}`]),
  );
  return section(page, "Records left out", table);
}
