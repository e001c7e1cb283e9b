import type { CorrectSummary } from "../model/correct-summary.js";
import { rejections } from "./audit/funnel.js";
import { conventions } from "./conventions.js";
import { count, counted } from "./numbers.js";
import { plainText } from "./plain-text.js";
import type { Page } from "./style.js";
import { warningBlock } from "./warnings.js";
import { wrap } from "./wrap.js";

/** `correct` for a terminal: what changed and where it was written. */
export function correctText(result: CorrectSummary, page: Page): string {
  const finding = result.rule === undefined ? correctedText(result) : ruleText(result, result.rule);
  const parts = [
    page.style.strong(wrap(finding, page.width)),
    ...result.outputs.map(({ path, rows }) =>
      wrap(`${plainText(path)}: ${counted(rows, "row")}`, page.width, "    ", "  "),
    ),
    wrap(plainText(result.grouping.message), page.width, "  "),
    warningBlock(result.warnings, page),
    rejections(result.rejections, page),
    conventions(result.conventions, page),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

function correctedText({ corrected, funnel }: CorrectSummary): string {
  return (
    `Corrected ${counted(corrected.calls, "tool call")} in ${counted(corrected.turns, "turn")} of ` +
    `${count(corrected.rollouts)} of ${counted(funnel.failing, "failing rollout")} (${counted(funnel.rollouts, "rollout")} in all).`
  );
}

function ruleText({ corrected, funnel }: CorrectSummary, rule: string): string {
  return (
    `Wrote the advantages of ${rule}: ${counted(corrected.turns, "turn")} of ${count(corrected.rollouts)} of ` +
    `${counted(funnel.rollouts, "rollout")} differ from its base.`
  );
}
