import type { GateResult } from "../../model/ablation.js";
import { markdownTable } from "../markdown.js";
import { failedFirst, gateSummary } from "./gate-lines.js";

/** The gates as Markdown blocks; none without any. */
export function gateMarkdown(gates: readonly GateResult[]): string[] {
  if (gates.length === 0) return [];
  const rows = failedFirst(gates).map(({ passed, message }) => [passed ? "passed" : "FAILED", message]);
  return [`## Gates: ${gateSummary(gates)}`, markdownTable(["gate", "figure, expected, found"], rows, 2)];
}
