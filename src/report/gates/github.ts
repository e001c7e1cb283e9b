import type { GateResult } from "../../model/ablation.js";
import type { Warning } from "../../model/audit.js";
import { plainText } from "../plain-text.js";
import { gateSummary } from "./gate-lines.js";

/** Workflow commands of GitHub Actions: an error for each gate that failed, a warning for each finding, a notice with the outcome. */
export function githubAnnotations(gates: readonly GateResult[], warnings: readonly Warning[], finding: string): string {
  const failed = gates.filter(({ passed }) => !passed);
  const outcome = gates.length === 0 ? finding : `${finding} Gates: ${gateSummary(gates)}.`;
  return [
    ...failed.map(({ message }) => command("error", "tapo gate", message)),
    ...warnings.map(({ code, message }) => command("warning", `tapo ${code}`, message)),
    command("notice", "tapo", outcome),
  ].join("");
}

/** A line that holds no second command, whatever the text is: the runner reads one for each line. */
function command(level: "error" | "warning" | "notice", title: string, message: string): string {
  const name = plainText(title).replace(/[%,:]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `::${level} title=${name}::${plainText(message).replaceAll("%", "%25")}\n`;
}
