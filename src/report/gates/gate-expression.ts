import { GateError } from "./gate-error.js";

/** What each comparison asks of a figure, and how it is said when it fails. */
export const COMPARISONS = {
  ">=": (value, bound) => value >= bound,
  "<=": (value, bound) => value <= bound,
  "==": (value, bound) => value === bound,
  "!=": (value, bound) => value !== bound,
  ">": (value, bound) => value > bound,
  "<": (value, bound) => value < bound,
} satisfies Record<string, (value: number, bound: number) => boolean>;
export type Comparison = keyof typeof COMPARISONS;

/** `PATH OP NUMBER`, read. */
export interface GateExpression {
  /** As it was given, without blanks around it. */
  readonly text: string;
  readonly path: string;
  readonly comparison: Comparison;
  readonly bound: number;
}

const OPERATORS = Object.keys(COMPARISONS) as Comparison[];
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w.])/i;

/**
 * Reads `PATH OP NUMBER`. Names of variants may hold `=` (`beta=0.2.recoveredAdvantage >= 0.1`): one `=` alone is part of a name.
 * @throws GateError with a caret under the character where it goes wrong.
 */
export function parseGate(text: string): GateExpression {
  const pathAt = text.length - text.trimStart().length;
  const operatorAt = findOperator(text);
  if (operatorAt < 0) throw new GateError(missingOperator(text), text, lonelyEquals(text) ?? text.trimEnd().length);
  const path = text.slice(pathAt, operatorAt).trimEnd();
  if (path === "") throw new GateError("expected the name of a figure before the comparison", text, operatorAt);
  const comparison = operatorOf(text, operatorAt);
  const after = operatorAt + comparison.length;
  const rest = text.slice(after);
  const numberAt = after + (rest.length - rest.trimStart().length);
  const number = NUMBER.exec(text.slice(numberAt))?.[0];
  if (number === undefined) throw new GateError(`expected a number after ${comparison}`, text, numberAt);
  const end = numberAt + number.length;
  if (text.slice(end).trim() !== "") {
    const at = end + (text.slice(end).length - text.slice(end).trimStart().length);
    throw new GateError("expected the end after the number; one --assert holds one comparison", text, at);
  }
  return { text: text.trim(), path, comparison, bound: Number(number) };
}

function findOperator(text: string): number {
  const found = OPERATORS.map((operator) => text.indexOf(operator)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

function operatorOf(text: string, at: number): Comparison {
  return OPERATORS.find((operator) => text.startsWith(operator, at)) ?? "==";
}

/** Place of an `=` that was meant as a comparison: the last one, with a number behind it. */
function lonelyEquals(text: string): number | null {
  const at = text.lastIndexOf("=");
  return at > 0 && /^\s*[+-]?[\d.]/.test(text.slice(at + 1)) ? at : null;
}

function missingOperator(text: string): string {
  const hint = lonelyEquals(text) === null ? "" : " (equal is ==)";
  return `expected a comparison: ${OPERATORS.join(", ")}${hint}`;
}
