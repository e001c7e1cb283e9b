import type { SeedMean, TrainResult } from "../model/train.js";
import { counted, fixed } from "./numbers.js";
import type { Page } from "./style.js";
import { renderTable } from "./table.js";
import { wrap } from "./wrap.js";

/** About as many rows as fit a screen; the first and the last step are always there. */
const ROWS = 20;

/** A closed loop for a terminal: the policy by step, with 95 % intervals over seeds where there are several. */
export function trainText(result: TrainResult, page: Page): string {
  const { rule, objective, repeats, points } = result;
  const last = points.length - 1;
  const every = Math.max(1, Math.ceil(last / ROWS));
  const shown = points.filter(({ step }) => step % every === 0 || step === last);
  const title =
    `Credit rule ${rule} under a ${objective}-like objective: ${counted(last, "step")}, ` +
    `${counted(repeats, "seed")}${repeats > 1 ? ", mean and 95 % interval" : ""}.`;
  const table = renderTable(
    page,
    ["step", "success", "entropy", "tool calls"].map((head) => ({ head, align: "right" })),
    shown.map(({ step, success, entropy, toolCalls }) => [
      String(step),
      cell(success, 3),
      cell(entropy, 2),
      cell(toolCalls, 2),
    ]),
  );
  return `${page.style.strong(wrap(title, page.width))}\n${table}\n`;
}

function cell({ mean, ci95 }: SeedMean, digits: number): string {
  if (ci95 === null) return fixed(mean, digits);
  return `${fixed(mean, digits)} [${ci95.map((bound) => fixed(bound, digits)).join(", ")}]`;
}
