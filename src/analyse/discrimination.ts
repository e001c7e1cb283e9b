import type { FailureSupport } from "../credit/failure-support.js";
import type { Match } from "../match/matcher.js";
import type { CompactCall } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";

/** How often failures make the corrected calls, beside successes (SPEC section 6, discrimination). */
export interface DiscriminationTally {
  correctedActions: number;
  negative: number;
  zero: number;
  positive: number;
  noOtherFailure: number;
}

export const DISCRIMINATION_KEYS = ["correctedActions", "negative", "zero", "positive", "noOtherFailure"] as const;

/** Counts the corrected calls of a group by the sign of their discrimination: support less the share of `failures`. */
export function tallyDiscrimination(
  credits: readonly RolloutCredit[],
  matchOf: (call: CompactCall) => Match | null,
  failures: FailureSupport,
  tally: DiscriminationTally,
): void {
  for (let j = 0; j < credits.length; j++) {
    const { rollout, turns = [] } = credits[j] ?? {};
    for (let t = 0; t < turns.length; t++) {
      const calls = turns[t]?.calls ?? [];
      for (let c = 0; c < calls.length; c++) {
        const call = calls[c]?.corrected ? rollout?.turns[t]?.calls[c] : undefined;
        const match = call === undefined ? null : matchOf(call);
        if (match !== null) count(tally, match.cluster.support, failures.shareOfOthers(match.cluster, j));
      }
    }
  }
}

function count(tally: DiscriminationTally, support: number, others: number | null): void {
  tally.correctedActions++;
  if (others === null) tally.noOtherFailure++;
  else if (support < others) tally.negative++;
  else if (support > others) tally.positive++;
  else tally.zero++;
}
