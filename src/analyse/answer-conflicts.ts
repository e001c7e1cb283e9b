import type { Group } from "../model/compact.js";
import type { Share } from "./chance-matches.js";

/** Failing rollouts of a mixed group whose final answer is also a success's, over those that have one (SPEC section 6). */
export function answerConflicts(group: Group): Share {
  const share = { numerator: 0, denominator: 0 };
  if (!group.mixed) return share;
  const right = new Set(group.rollouts.filter(({ successful }) => successful).map(({ answer }) => answer));
  for (const { successful, answer } of group.rollouts) {
    if (successful || answer === null) continue;
    share.denominator++;
    if (right.has(answer)) share.numerator++;
  }
  return share;
}
