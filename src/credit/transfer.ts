import type { Match } from "../match/matcher.js";
import type { CompactCall } from "../model/compact.js";
import type { CallCredit, Reason } from "../model/correction.js";
import type { ParallelCalls } from "../model/names.js";

/** The part of the options that the transfer itself depends on: what an ablation varies. */
export interface TransferOptions {
  readonly theta: number;
  readonly alphaMin: number;
  readonly beta: number;
  readonly useSupport: boolean;
  readonly clamp: boolean;
  readonly parallelCalls: ParallelCalls;
  /** Tools whose calls are never corrected, though they stay witnesses (`without-tool` ablations). */
  readonly withoutTools?: readonly string[];
}

/** `|A + T|` up to this is 0 (SPEC section 5). */
export const ZERO_TOLERANCE = 1e-12;

const UNMATCHED = {
  corrected: false,
  similarity: null,
  support: null,
  confidence: null,
  referenceAdvantage: null,
  transfer: 0,
  witness: null,
} as const;

/** A call that no cluster was looked at for, and why. */
export function unmatchedCall(tool: string, reason: Reason): CallCredit {
  return { tool, ...UNMATCHED, reason };
}

/** Credit transfer for one call of a failing rollout with negative advantage in a mixed group (SPEC section 5). */
export function creditCall(call: CompactCall, match: Match | null, options: TransferOptions): CallCredit {
  if (call.args === null) return unmatchedCall(call.tool, "malformed");
  if (call.excluded) return unmatchedCall(call.tool, "excluded");
  if (match === null) return unmatchedCall(call.tool, "no-reference");
  const { similarity, cluster, witness } = match;
  const confidence = similarity * (options.useSupport ? cluster.support : 1);
  const reason = gate(similarity, confidence, cluster.advantage, options);
  const corrected = reason === undefined && !options.withoutTools?.includes(call.tool);
  return {
    tool: call.tool,
    corrected,
    similarity,
    support: cluster.support,
    confidence,
    referenceAdvantage: cluster.advantage,
    transfer: corrected ? options.beta * (confidence * cluster.advantage) : 0,
    witness,
    reason: corrected ? undefined : (reason ?? "excluded"),
  };
}

function gate(similarity: number, confidence: number, advantage: number, options: TransferOptions): Reason | undefined {
  if (!(similarity >= options.theta)) return "below-theta";
  if (!(confidence >= options.alphaMin)) return "below-alpha-min";
  return advantage > 0 ? undefined : "reference-not-positive";
}

/** The turn's transfer: the mean (or largest, smallest) over its calls that are not excluded; 0 without any. */
export function turnTransfer(
  credits: readonly CallCredit[],
  calls: readonly CompactCall[],
  rule: ParallelCalls,
): number {
  let count = 0;
  let sum = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < calls.length; i++) {
    if (calls[i]?.excluded) continue;
    const transfer = credits[i]?.transfer ?? 0;
    count++;
    sum += transfer;
    low = Math.min(low, transfer);
    high = Math.max(high, transfer);
  }
  if (count === 0) return 0;
  return { mean: sum / count, max: high, min: low }[rule];
}

/** `A' = min(0, A + T)`, or `A + T` without the clamp (SPEC section 5). */
export function correctedAdvantage(base: number, transfer: number, clamp: boolean): number {
  const sum = base + transfer;
  if (Math.abs(sum) <= ZERO_TOLERANCE) return 0;
  return clamp ? Math.min(0, sum) : sum;
}
