import type { GateResult } from "../../model/ablation.js";
import type { AuditResult } from "../../model/audit.js";
import { conventions } from "../conventions.js";
import { gateLines } from "../gates/gate-lines.js";
import { LIMITS } from "../limits.js";
import { plainText } from "../plain-text.js";
import type { Page } from "../style.js";
import { section } from "../table.js";
import { warningBlock } from "../warnings.js";
import { wrap } from "../wrap.js";
import { batches } from "./batches.js";
import { checks } from "./checks.js";
import { figures } from "./figures.js";
import { funnel, rejections } from "./funnel.js";
import { headline, subject } from "./headline.js";
import { sweep } from "./sweep.js";
import { tools } from "./tools.js";

/** The report of `audit` for a terminal: findings first, conventions last, no line wider than the page. */
export function auditTable(result: AuditResult & { readonly gates?: readonly GateResult[] }, page: Page): string {
  const [finding = "", ...others] = headline(result).map((sentence) => wrap(sentence, page.width));
  const parts = [
    page.style.faint(wrap(`tapo ${result.version} audit: ${plainText(subject(result))}`, page.width)),
    "",
    page.style.strong(finding),
    ...others,
    warningBlock(result.warnings, page),
    gateLines(result.gates ?? [], page),
    figures(result, page),
    tools(result, page),
    batches(result, page),
    sweep(result, page),
    checks(result, page),
    funnel(result, page),
    rejections(result.rejections, page),
    conventions(result.conventions, page),
    section(page, "What this does and does not show", wrap(LIMITS.audit, page.width, "  ")),
  ];
  // A section that does not apply is empty; the blank line after the subject is the one empty part that is meant.
  return `${parts.filter((part, i) => part !== "" || i === 1).join("\n")}\n`;
}
