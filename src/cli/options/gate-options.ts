import type { Tolerance } from "../../report/gates/compare-baseline.js";
import { type GateExpression, parseGate } from "../../report/gates/gate-expression.js";
import { number, text, type ValueKind } from "./value-kinds.js";

const gates: ValueKind<readonly GateExpression[]> = {
  expected: "a condition such as 'correctedActions >= 0.3'",
  fromText: (given) => {
    try {
      return [parseGate(given)];
    } catch {
      return undefined;
    }
  },
  fromJson: () => undefined,
  merge: (before, after) => [...before, ...after],
  hint: problemOf,
};

function problemOf(given: string): string {
  try {
    parseGate(given);
  } catch (error) {
    if (error instanceof Error) return `\n${error.message}`;
  }
  return "";
}

const distance = number(0, Number.POSITIVE_INFINITY);

const tolerances: ValueKind<readonly Tolerance[]> = {
  expected: "FIGURE=X, X a number (0 or more)",
  fromText: (given) => {
    const cut = given.lastIndexOf("="); // a variant's name may hold one itself
    const tolerance = distance.fromText(given.slice(cut + 1));
    const figure = given.slice(0, Math.max(0, cut)).trim();
    return tolerance === undefined || figure === "" ? undefined : [{ figure, tolerance }];
  },
  fromJson: () => undefined,
  merge: (before, after) => [...before, ...after],
};

/** Conditions that a result must meet, or the exit code is 1. */
export const GATE_OPTIONS = {
  assert: {
    flags: "--assert <condition>",
    description: "figure, comparison, number, or exit 1; repeatable",
    kind: gates,
  },
  baseline: { flags: "--baseline <file>", description: "an earlier result; a figure that moved is exit 1", kind: text },
  tolerance: {
    flags: "--tolerance <figure=x>",
    description: "how far a figure may move from the baseline; * for all; repeatable",
    kind: tolerances,
    fallback: "0, in 12 digits",
  },
  writeBaseline: {
    flags: "--write-baseline <file>",
    description: "write the result as a baseline that diffs well",
    kind: text,
  },
};
