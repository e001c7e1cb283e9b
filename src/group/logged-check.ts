import type { CompactRollout } from "../model/compact.js";
import type { Disagreement } from "../model/grouping-facts.js";
import { mean, standardDeviation } from "../stats/moments.js";

/** Advantages of a group's rewards as some framework logs them. */
export interface LoggedFormula {
  readonly name: string;
  readonly advantages: (rewards: readonly number[]) => number[];
}

/** Frameworks compute in float32: agreement is to about its accuracy, relative to the rewards. */
const TOLERANCE = 2e-6;

const centred = (rewards: readonly number[]) => {
  const center = mean(rewards);
  return rewards.map((reward) => reward - center);
};

const standardised = (ddof: number, eps: number) => (rewards: readonly number[]) => {
  const center = mean(rewards);
  const scale = standardDeviation(rewards, center, ddof) + eps;
  return rewards.map((reward) => (reward === center ? 0 : (reward - center) / scale));
};

const leaveOneOut = (rewards: readonly number[]) =>
  centred(rewards).map((deviation) => (deviation * rewards.length) / Math.max(1, rewards.length - 1));

/** What logged advantages are compared with, the simplest first (SPEC section 1; TRL, verl, NeMo-RL, Prime). */
export const LOGGED_FORMULAS: readonly LoggedFormula[] = [
  { name: "reward - mean", advantages: centred },
  { name: "(reward - mean) / std (sample, eps 1e-6)", advantages: standardised(1, 1e-6) },
  { name: "(reward - mean) / std (sample, eps 1e-4)", advantages: standardised(1, 1e-4) },
  { name: "(reward - mean) / std (population, eps 1e-6)", advantages: standardised(0, 1e-6) },
  { name: "(reward - mean) / std (population, eps 1e-4)", advantages: standardised(0, 1e-4) },
  { name: "reward - mean of the others", advantages: leaveOneOut },
];

/** True where the logged advantages of these rollouts, taken as one group, are what the formula gives. */
export function agrees(rollouts: readonly CompactRollout[], formula: LoggedFormula): boolean {
  return firstDisagreement(rollouts, formula) === null;
}

export function firstDisagreement(rollouts: readonly CompactRollout[], formula: LoggedFormula): Disagreement | null {
  const rewards = rollouts.map(({ reward }) => reward);
  const expected = formula.advantages(rewards);
  const size = Math.max(1, ...rewards.map(Math.abs));
  for (const [j, { place, loggedAdvantage }] of rollouts.entries()) {
    const value = expected[j] ?? 0;
    const logged = loggedAdvantage ?? Number.NaN;
    const allowed = TOLERANCE * size * Math.max(1, Math.abs(value));
    if (!(Math.abs(logged - value) <= allowed)) {
      return { group: rollouts[0]?.place ?? place, place, logged, expected: value };
    }
  }
  return null;
}
