import type { Reason } from "../model/correction.js";

/** Why a call was not corrected, as a sentence (CONTRACT, `correct`). */
export const REASON_SENTENCES = {
  "not-failing": "its rollout succeeded",
  "group-not-mixed": "its group has no success beside a failure, so there is nothing to learn a witness from",
  "advantage-not-negative": "its advantage is not negative: there is no penalty to take back",
  malformed: "its arguments do not parse, so it cannot be compared",
  excluded: "its tool is left out",
  "no-reference": "no successful rollout of the group used this tool",
  "below-theta": "no call of a success is similar enough: similarity is below theta",
  "below-alpha-min": "a call of a success is similar, but too few successes made it: confidence is below alphaMin",
  "reference-not-positive": "the successes that made a similar call have no positive advantage to give",
  "below-contrast": "other failures make such a call about as often as successes: discrimination is not above contrast",
} satisfies Record<Reason, string>;
