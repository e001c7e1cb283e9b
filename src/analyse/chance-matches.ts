import type { Group } from "../model/compact.js";
import type { BatchMatching } from "./batch-matching.js";

/** Numerator and denominator of a check. */
export interface Share {
  numerator: number;
  denominator: number;
}

/** The next mixed group of a different prompt for each mixed group of a batch, cyclically; null where there is none. */
export function nextOfOtherPrompt(groups: readonly Group[]): ReadonlyMap<Group, Group | null> {
  const mixed = groups.filter((group) => group.mixed);
  const next = new Map<Group, Group | null>();
  // Walking backwards over two rounds, `after` is always the nearest later group whose prompt differs from `last`'s.
  let last: Group | null = null;
  let after: Group | null = null;
  for (let i = 2 * mixed.length - 1; i >= 0; i--) {
    const group = mixed[i % mixed.length];
    if (group === undefined) continue;
    if (last !== null && promptOf(last) !== promptOf(group)) after = last;
    if (i < mixed.length) next.set(group, after);
    last = group;
  }
  return next;
}

function promptOf(group: Group): string | undefined {
  return group.rollouts[0]?.promptHash;
}

/**
 * Share of a group's failing calls that would be correctable with the successes of a group of another prompt
 * (SPEC section 6, chance matches). A rate near the real one means that the matches are generic.
 */
export function chanceMatches(group: Group, other: Group, matching: BatchMatching, theta: number): Share {
  const share = { numerator: 0, denominator: 0 };
  const matcher = matching.ownMatcher(other);
  for (const [j, rollout] of group.rollouts.entries()) {
    if (rollout.successful) continue;
    const negative = (group.advantages[j] ?? 0) < 0;
    for (const { calls } of rollout.turns) {
      for (const call of calls) {
        if (call.excluded) continue;
        share.denominator++;
        const similarity = negative ? matcher.bestSimilarity(call) : null;
        if (similarity !== null && similarity >= theta) share.numerator++;
      }
    }
  }
  return share;
}
