import type { AblateResult } from "../../model/ablation.js";
import { rejections } from "../audit/funnel.js";
import { conventions } from "../conventions.js";
import { gateLines } from "../gates/gate-lines.js";
import { LIMITS } from "../limits.js";
import type { Page } from "../style.js";
import { renderTable, section } from "../table.js";
import { warningBlock } from "../warnings.js";
import { wrap } from "../wrap.js";
import { ablateHeadline } from "./ablate-headline.js";
import { tableNotes } from "./ablate-notes.js";
import { variantTables } from "./ablate-tables.js";
import { heatMaps } from "./heat-map.js";

/** The report of `ablate` for a terminal: findings first, conventions last, no line wider than the page. */
export function ablateTable(result: AblateResult, page: Page): string {
  const { variants } = result;
  const [finding = "", ...others] = ablateHeadline(result).map((sentence) => wrap(sentence, page.width));
  const notes = tableNotes(variants, result.loggedRatios);
  const parts = [
    page.style.strong(finding),
    ...others,
    warningBlock(result.warnings, page),
    gateLines(result.gates, page),
    ...variantTables(variants).map(({ title, columns, rows }) =>
      section(page, title, renderTable(page, columns, rows), wrap(notes.get(title) ?? "", page.width, "  ")),
    ),
    heatMaps(variants, page),
    rejections(result.rejections, page),
    conventions(result.conventions, page),
    section(page, "What this does and does not show", wrap(LIMITS.ablate, page.width, "  ")),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}
