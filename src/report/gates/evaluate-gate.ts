import type { GateResult } from "../../model/ablation.js";
import { fraction } from "../numbers.js";
import type { FigureNode } from "./figure-tree.js";
import { findFigure } from "./find-figure.js";
import { COMPARISONS, type GateExpression } from "./gate-expression.js";
import { rounded } from "./precision.js";

/**
 * Whether a figure keeps what a gate asks. An undefined figure fails.
 * @throws GateError where the path names no figure.
 */
export function evaluateGate(gate: GateExpression, root: FigureNode): GateResult {
  const { text, path, comparison, bound } = gate;
  const node = findFigure(root, path, text);
  const value = node.value ?? null;
  const expected = `${path}: expected ${comparison} ${bound}`;
  if (value === null) {
    const message = `${expected}, found no value (${node.reason ?? "undefined"})`;
    return { expression: text, value, passed: false, message };
  }
  const passed = COMPARISONS[comparison](value, bound);
  const message = `${expected}, found ${foundText(node)}, difference ${differenceText(value - bound)}`;
  return { expression: text, value, passed, message };
}

/** `0.294117647059 (312 / 1,061)`. */
export function foundText(node: FigureNode): string {
  if (node.value === null || node.value === undefined) return `no value (${node.reason ?? "undefined"})`;
  const share = node.share === undefined ? "" : ` (${fraction({ ...node.share, value: node.value })})`;
  return `${rounded(node.value)}${share}`;
}

export function differenceText(difference: number): string {
  const value = rounded(difference);
  return value > 0 ? `+${value}` : String(value);
}
