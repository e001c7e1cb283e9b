import { readFile } from "node:fs/promises";
import { isObject } from "../json/field.js";
import { parseJson } from "../json/parse.js";
import type { GateResult } from "../model/ablation.js";
import { UsageError } from "../model/errors.js";
import type { JsonObject } from "../model/json.js";
import { compareBaseline } from "../report/gates/compare-baseline.js";
import { evaluateGate } from "../report/gates/evaluate-gate.js";
import { figureTree } from "../report/gates/figure-tree.js";
import { toJson } from "../report/json.js";
import type { GATE_OPTIONS } from "./options/gate-options.js";
import type { Given } from "./options/option-table.js";

/** The gates that options ask for, to be held against a result. */
export type Gates = (result: object) => readonly GateResult[];

/**
 * Reads what the gates need before the work begins.
 * @throws UsageError where the baseline cannot be read, or a tolerance has none.
 */
export async function readGates(own: Given<typeof GATE_OPTIONS>): Promise<Gates> {
  const { assert = [], baseline: path, tolerance = [] } = own;
  if (path === undefined && tolerance.length > 0)
    throw new UsageError("--tolerance: there is no --baseline to compare with");
  const baseline = path === undefined ? null : await readBaseline(path);
  return (result) => {
    const tree = figureTree(result);
    const asserted = assert.map((gate) => evaluateGate(gate, tree));
    return baseline === null ? asserted : [...asserted, ...compareBaseline(asJson(result), baseline, tolerance)];
  };
}

async function readBaseline(path: string): Promise<JsonObject> {
  let found: unknown;
  try {
    found = parseJson(await readFile(path, "utf8"));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const why = error instanceof SyntaxError ? "is not JSON" : "cannot be read";
    throw new UsageError(`--baseline ${path}: ${why}: ${error.message}`, { cause: error });
  }
  const value = found as ReturnType<typeof parseJson>;
  if (!isObject(value)) throw new UsageError(`--baseline ${path}: expected the result of an earlier run as JSON`);
  return value;
}

function asJson(result: object): JsonObject {
  const value = parseJson(toJson(result));
  return isObject(value) ? value : {};
}

/** The lines of the gates that failed. */
export function failedGates({ gates }: { readonly gates: readonly GateResult[] }): readonly string[] {
  return gates.flatMap(({ passed, message }) => (passed ? [] : [message]));
}
