import type { GateResult } from "../../model/ablation.js";
import { counted } from "../numbers.js";
import { plainText } from "../plain-text.js";
import type { Page } from "../style.js";
import { section } from "../table.js";
import { wrap } from "../wrap.js";

/** The gates for a terminal, failed ones first; empty without any. */
export function gateLines(gates: readonly GateResult[], page: Page): string {
  if (gates.length === 0) return "";
  const line = ({ passed, message }: GateResult) => {
    const mark = passed ? page.style.good("passed") : page.style.bad("FAILED");
    return `  ${mark}  ${wrap(plainText(message), page.width - 10, "          ", "")}`;
  };
  return section(page, `Gates: ${gateSummary(gates)}`, ...failedFirst(gates).map(line));
}

export function failedFirst(gates: readonly GateResult[]): readonly GateResult[] {
  return [...gates].sort((a, b) => Number(a.passed) - Number(b.passed));
}

/** `2 failed, 5 passed`. */
export function gateSummary(gates: readonly GateResult[]): string {
  const failed = gates.filter(({ passed }) => !passed).length;
  return failed === 0 ? `all ${gates.length} passed` : `${failed} of ${counted(gates.length, "gate")} failed`;
}
