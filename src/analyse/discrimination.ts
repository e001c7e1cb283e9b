import { FailureSupport } from "../credit/failure-support.js";
import type { Match } from "../match/matcher.js";
import type { CompactCall, Group } from "../model/compact.js";
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

/** Counts the corrected calls of a group by the sign of their discrimination: support less the other failures' share. */
export function tallyDiscrimination(
  group: Group,
  credits: readonly RolloutCredit[],
  matchOf: (call: CompactCall) => Match | null,
  theta: number,
  tally: DiscriminationTally,
): void {
  const failures = new FailureSupport(group, matchOf, theta);
  for (const [j, credit] of credits.entries()) {
    for (const [t, turn] of credit.turns.entries()) {
      for (const [c, { corrected }] of turn.calls.entries()) {
        const call = corrected ? credit.rollout.turns[t]?.calls[c] : undefined;
        const match = call === undefined ? null : matchOf(call);
        if (match === null) continue;
        tally.correctedActions++;
        const others = failures.shareOfOthers(match.cluster, j);
        const difference = others === null ? null : match.cluster.support - others;
        if (difference === null) tally.noOtherFailure++;
        else if (difference < 0) tally.negative++;
        else if (difference > 0) tally.positive++;
        else tally.zero++;
      }
    }
  }
}
