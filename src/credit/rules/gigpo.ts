import type { Group } from "../../model/compact.js";
import { broadcast, plus, rewardsOf } from "./outcome.js";
import type { Rule, TurnAdvantages } from "./rule.js";
import { normalised, statesOf, stepReturns, turnsBy } from "./states.js";

/** Settings of GiGPO, with verl-agent's defaults. */
export interface GigpoSettings {
  readonly gamma: number;
  /** Weight of the step advantage. */
  readonly omega: number;
  /** `mean`: centred only; `std`: divided by the sample deviation + eps too. */
  readonly norm: "mean" | "std";
  /** What the episode advantage is centred over: the group's turns, where long rollouts weigh more, or its rollouts. */
  readonly episode: "turns" | "rollouts";
}

export const GIGPO: GigpoSettings = { gamma: 0.95, omega: 1, norm: "mean", episode: "turns" };
const EPS = 1e-6;

/** `A^E`: the reward less its mean over the group's turns or rollouts; 0 where all are equal. */
export function episodeAdvantages(group: Group, { norm, episode }: GigpoSettings): TurnAdvantages {
  const rewards = rewardsOf(group);
  if (episode === "rollouts") return broadcast(group, normalised(rewards, norm === "std" ? 1 : null, EPS));
  const ofTurns = group.rollouts.flatMap(({ turns, reward }) => turns.map(() => reward));
  const all = normalised(ofTurns, norm === "std" ? 1 : null, EPS);
  const first = new Map(ofTurns.map((reward, i) => [reward, all[i] ?? 0]));
  return broadcast(
    group,
    rewards.map((reward) => first.get(reward) ?? 0),
  );
}

/** `A^S`: a turn's discounted return less the mean over the turns of the prompt that start in the same state; alone 0. */
export function stepAdvantages(group: Group, { gamma, norm }: GigpoSettings): TurnAdvantages {
  const returns = group.rollouts.map((rollout) => stepReturns(rollout, gamma));
  const out = returns.map((row) => new Float64Array(row.length));
  for (const places of turnsBy(statesOf(group)).values()) {
    const values = places.map(({ rollout, turn }) => returns[rollout]?.[turn] ?? 0);
    const steps = normalised(values, norm === "std" ? 1 : null, EPS);
    for (const [i, { rollout, turn }] of places.entries()) out[rollout]?.set([steps[i] ?? 0], turn);
  }
  return out;
}

/** `A^E + omega * A^S` (Group-in-Group Policy Optimization). */
export function gigpoAdvantages(group: Group, settings: GigpoSettings): TurnAdvantages {
  return plus(episodeAdvantages(group, settings), stepAdvantages(group, settings), settings.omega);
}

export const gigpo: Rule = {
  name: "gigpo",
  needs: ["observations"],
  source: "arXiv 2505.10978; verl-agent code",
  base: (group) => episodeAdvantages(group, GIGPO),
  advantages: (group) => gigpoAdvantages(group, GIGPO),
};
