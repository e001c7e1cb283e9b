import type { Match } from "../match/matcher.js";
import type { CompactCall } from "../model/compact.js";
import type { CallCredit, Reason } from "../model/correction.js";
import type { ParallelCalls, SupportMode } from "../model/names.js";

/** The part of the options that the transfer itself depends on: what an ablation varies. */
export interface TransferOptions {
  readonly theta: number;
  readonly alphaMin: number;
  readonly beta: number;
  readonly useSupport: boolean;
  readonly contrast: number | null;
  readonly support: SupportMode;
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
export function unmatchedCall(tool: string, reason: Reason | undefined): CallCredit {
  return { tool, ...UNMATCHED, reason };
}

/** Whether the decision on a call needs to know how often other failures make it. */
export function looksAtFailures({ contrast, support }: Pick<TransferOptions, "contrast" | "support">): boolean {
  return contrast !== null || support === "contrastive";
}

/**
 * Credit transfer for one call of a failing rollout with negative advantage in a mixed group (SPEC section 5).
 * `others`: share of the group's other failing rollouts with a call in the matched cluster; null where there is no other
 * or nothing depends on it (`looksAtFailures`).
 */
export function creditCall(
  call: CompactCall,
  match: Match | null,
  options: TransferOptions,
  others: number | null,
): CallCredit {
  if (call.args === null) return unmatchedCall(call.tool, "malformed");
  if (call.excluded) return unmatchedCall(call.tool, "excluded");
  if (match === null) return unmatchedCall(call.tool, "no-reference");
  const { similarity, cluster, witness } = match;
  const confidence = similarity * weight(cluster.support, others, options);
  const reason = gate(match, confidence, others, options);
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

function weight(support: number, others: number | null, options: TransferOptions): number {
  if (!options.useSupport) return 1;
  return options.support === "contrastive" ? Math.max(0, support - (others ?? 0)) : support;
}

function gate(
  { similarity, cluster }: Match,
  confidence: number,
  others: number | null,
  { theta, alphaMin, contrast }: TransferOptions,
): Reason | undefined {
  if (!(similarity >= theta)) return "below-theta";
  if (!(confidence >= alphaMin)) return "below-alpha-min";
  if (!(cluster.advantage > 0)) return "reference-not-positive";
  const passes = contrast === null || others === null || cluster.support - others > contrast;
  return passes ? undefined : "below-contrast";
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
