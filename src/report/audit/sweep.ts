import type { AuditResult, Figure } from "../../model/audit.js";
import { counted, figureCell } from "../numbers.js";
import type { Page } from "../style.js";
import { section } from "../table.js";
import { wrap } from "../wrap.js";

const CELL = 8;

/** Correctable shares over the similarity threshold, as bars. The run's own theta is marked where it is one of them. */
export function sweep(result: AuditResult, page: Page): string {
  const room = Math.min(40, Math.floor((page.width - 10 - 2 * (CELL + 3)) / 2));
  const head = `  theta    ${"correctable trajectories".padEnd(room + CELL + 3)}correctable actions`;
  const lines = result.thetaSweep.map((row) => {
    const mark = row.theta === result.conventions.theta ? "*" : " ";
    const [left, right] = [row.correctableTrajectories, row.correctableActions].map((figure) => bar(figure, room));
    return `  ${row.theta.toFixed(2)} ${mark}   ${left}   ${right}`.trimEnd();
  });
  const [first] = result.thetaSweep;
  const of =
    first === undefined
      ? ""
      : `Trajectories: of ${counted(first.correctableTrajectories.denominator, "failing rollout")}. Actions: of ${counted(first.correctableActions.denominator, "tool call")} of theirs.`;
  const note = lines.some((line) => line.includes("*")) ? ["  * the theta of this run"] : [];
  return section(page, "Similarity threshold", page.style.faint(head), ...lines, ...note, wrap(of, page.width, "  "));
}

function bar(figure: Figure, room: number): string {
  const eighths = Math.round((figure.value ?? 0) * room * 8);
  const blocks = "█".repeat(Math.floor(eighths / 8)) + (["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8] ?? "");
  return `${figureCell(figure).padStart(CELL - 1)} ${blocks.padEnd(room)}`;
}
