import { FailureSupport } from "../credit/failure-support.js";
import type { Match } from "../match/matcher.js";
import type { CompactCall, Group } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";
import type { MethodOptions } from "../model/options.js";
import { answerConflicts } from "./answer-conflicts.js";
import { type BatchMatching, clusterThreshold, creditWith } from "./batch-matching.js";
import { chanceMatches, type Share } from "./chance-matches.js";
import { type DeterminismTally, tallyDeterminism } from "./determinism.js";
import { type DiscriminationTally, tallyDiscrimination } from "./discrimination.js";
import { type GroupTally, tallyGroup } from "./group-tally.js";

/** All that an audit needs to know of one group: plain data, so that it can be made in another thread. */
export interface GroupAudit extends GroupTally {
  readonly mixed: boolean;
  readonly equalRewards: boolean;
  readonly chance: Share;
  readonly answers: Share;
  readonly discrimination: DiscriminationTally;
  readonly determinism: ReadonlyMap<string, DeterminismTally>;
}

/** Credits and audits one group. `other`: the next mixed group of a different prompt, for chance matches. */
export function auditGroup(
  group: Group,
  other: Group | null,
  matching: BatchMatching,
  options: MethodOptions,
): { readonly audit: GroupAudit; readonly credits: readonly RolloutCredit[] } {
  const credits = creditWith(matching, group, options);
  const tally = tallyGroup(group, credits, matching.ownMatcher(group), options.theta);
  const discrimination = { correctedActions: 0, negative: 0, zero: 0, positive: 0, noOtherFailure: 0 };
  const determinism = new Map<string, DeterminismTally>();
  if (group.mixed) {
    const matchOf: (call: CompactCall) => Match | null = matching.matchOf(group, clusterThreshold(options));
    tallyDiscrimination(credits, matchOf, new FailureSupport(group, matchOf, options.theta), discrimination);
    tallyDeterminism(group, matching.ownMatcher(group), matchOf, options.theta, determinism);
  }
  const chance =
    group.mixed && other !== null
      ? chanceMatches(group, other, matching, options.theta)
      : { numerator: 0, denominator: 0 };
  const { mixed, equalRewards } = group;
  return {
    audit: { ...tally, mixed, equalRewards, chance, answers: answerConflicts(group), discrimination, determinism },
    credits,
  };
}
