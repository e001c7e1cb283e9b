import type { Reason } from "../model/correction.js";
import type { ExplainedRollout, ExplainResult } from "../model/explain.js";
import { conventions } from "./conventions.js";
import { explainTurn } from "./explain-turn.js";
import { idText } from "./id-text.js";
import { counted, fixed } from "./numbers.js";
import { excerpt, plainText } from "./plain-text.js";
import { REASON_SENTENCES } from "./reasons.js";
import type { Page } from "./style.js";
import { warningBlock } from "./warnings.js";
import { wrap } from "./wrap.js";

/** `explain` for a terminal: the group, then each rollout turn by turn. */
export function explainText(result: ExplainResult, page: Page): string {
  const { style, width } = page;
  const group = `Group ${idText(result.group)} of batch ${idText(result.batch)}: ${counted(result.rolloutsInGroup, "rollout")}, ${counted(result.successfulInGroup, "success", "successes")}`;
  const parts = [
    style.strong(wrap(`${group}${result.mixed ? "" : ", not mixed: nothing here is corrected"}`, width)),
    wrap(`Prompt: ${excerpt(result.prompt, 4 * width)}`, width, "  ", "  "),
    warningBlock(result.warnings, page),
    ...result.rollouts.map((rollout) => explainRollout(rollout, result, page)),
    conventions(result.conventions, page),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

function explainRollout(rollout: ExplainedRollout, result: ExplainResult, page: Page): string {
  const { style, width } = page;
  const outcome = rollout.success ? style.good("success") : style.bad("failure");
  const item = rollout.item === 0 ? "" : ` item ${rollout.item}`;
  const title = `Rollout ${idText(rollout.rollout)}: reward ${rollout.reward}, `;
  const place = `${plainText(rollout.path)}: row ${rollout.row}${item}; advantage ${fixed(rollout.advantage, 4)}`;
  const whole = wholeReason(rollout);
  return [
    "",
    style.strong(title) + outcome,
    wrap(place, width, "  "),
    ...(whole === null ? [] : [wrap(`no call is corrected, because ${REASON_SENTENCES[whole]}`, width, "  ")]),
    ...rollout.turns.map((turn) => explainTurn(turn, result.conventions, whole, page)),
  ].join("\n");
}

/** The reason that all calls of a rollout share, said once for all of them; null where they differ or something is corrected. */
function wholeReason(rollout: ExplainedRollout): Reason | null {
  const reasons = new Set(rollout.turns.flatMap((turn) => turn.calls.map((call) => call.reason)));
  const [reason] = reasons;
  return reasons.size === 1 && reason !== undefined ? reason : null;
}
