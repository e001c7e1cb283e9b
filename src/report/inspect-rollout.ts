import type { InspectedRollout } from "../model/inspect.js";
import { idText } from "./id-text.js";
import { counted } from "./numbers.js";
import { excerpt, plainText } from "./plain-text.js";
import type { Page } from "./style.js";
import { wrap } from "./wrap.js";

const TURN_CAP = 6;

/** One rollout as the tool understands it, shortened. */
export function inspectRollout(rollout: InspectedRollout, page: Page): string {
  const { width, style } = page;
  const ids = `batch ${idText(rollout.batch)}, group ${idText(rollout.group)}, rollout ${idText(rollout.rollout)}`;
  const place = `${plainText(rollout.path)}: row ${rollout.row}: ${ids}, reward ${rollout.reward}, ${rollout.success ? "success" : "failure"}`;
  const lines = rollout.turns
    .slice(0, TURN_CAP)
    .flatMap((turn, i) => [
      `  ${style.name(`turn ${i}`)}   ${excerpt(turn.text, width - 12)}`.trimEnd(),
      ...turn.calls.flatMap((call) => [
        `    ${excerpt(call.tool, 30)}${call.malformed ? " (malformed)" : ""} ${excerpt(call.arguments, width - 48)}`,
        ...(call.observation === null ? [] : [`      -> ${excerpt(call.observation, width - 9)}`]),
      ]),
    ]);
  const rest = rollout.turns.length - TURN_CAP;
  return [
    wrap(place, width, "  "),
    `  prompt   ${excerpt(rollout.prompt, width - 12)}`,
    ...lines,
    ...(rest > 0 ? [`  … and ${counted(rest, "more turn")}`] : []),
  ].join("\n");
}
