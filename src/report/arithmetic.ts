import type { Conventions } from "../model/audit.js";
import type { ExplainedCall, ExplainedTurn } from "../model/explain.js";
import { fixed } from "./numbers.js";

/** `min(0, A + beta*s*sup*Adv)` of a turn with its numbers (SPEC section 5). */
export function arithmetic(turn: ExplainedTurn, conventions: Conventions): string {
  const transfers = turn.calls
    .filter((call) => call.reason !== "excluded")
    .map((call) => transferTerm(call, conventions));
  const how = String(conventions.parallelCalls ?? "mean");
  const transfer = transfers.length === 1 ? transfers.join("") : `${how}(${transfers.join(", ")})`;
  const sum = `${fixed(turn.base, 4)} + ${transfer}`;
  const result = `= ${fixed(turn.advantage, 4)}`;
  return conventions.clamp === false
    ? `A + T = ${sum} ${result}`
    : `min(0, A + beta*s*sup*Adv) = min(0, ${sum}) ${result}`;
}

/** The transfer's factors, or its value where options put other factors in. */
function transferTerm(call: ExplainedCall, { beta }: Conventions): string {
  if (!call.corrected) return "0";
  const factors = [Number(beta), call.similarity ?? 0, call.support ?? 0, call.referenceAdvantage ?? 0];
  const product = factors.reduce((a, b) => a * b, 1);
  if (!(Math.abs(product - call.transfer) <= 1e-9)) return fixed(call.transfer, 4);
  const [strength = 0, ...others] = factors;
  return [String(strength), ...others.map((factor) => fixed(factor, 4))].join("*");
}
