import { type AuditResult, STATISTICS } from "../../model/audit.js";
import { figureCell, fraction, interval } from "../numbers.js";
import type { Page } from "../style.js";
import { renderTable, section } from "../table.js";
import { wrap } from "../wrap.js";
import { STATISTIC_LABELS, statisticTitle } from "./labels.js";

const NOTE =
  "Correctable: similar to a successful rollout's call (similarity gate). Corrected: both gates of the transfer. " +
  "Intervals: 95 %, Poisson bootstrap over groups.";

/** Every statistic with its numerator, denominator and interval; reasons of undefined ones below. */
export function figures(result: AuditResult, page: Page): string {
  const rows = STATISTICS.map((name) => {
    const figure = result.statistics[name];
    return [STATISTIC_LABELS[name], figureCell(figure), interval(figure), fraction(figure)];
  });
  const table = renderTable(
    page,
    [
      { head: "figure", flexible: true },
      { head: "value", align: "right" },
      { head: "95 % interval", align: "right" },
      { head: "of", align: "right" },
    ],
    rows,
  );
  return section(page, "Figures", table, wrap(NOTE, page.width, "  "), ...reasons(result, page));
}

function reasons(result: AuditResult, page: Page): string[] {
  const byReason = new Map<string, string[]>();
  for (const name of STATISTICS) {
    const { value, ci95, reason } = result.statistics[name];
    if (reason === undefined) continue;
    const what = `${value === null ? "n/a" : ci95 === null ? "no interval" : "note"}: ${reason}`;
    byReason.set(what, [...(byReason.get(what) ?? []), statisticTitle(name)]);
  }
  return [...byReason].map(([what, names]) => {
    const whom = names.length === STATISTICS.length ? "all figures" : names.join(", ");
    return wrap(`${what} (${whom})`, page.width, "  ");
  });
}
