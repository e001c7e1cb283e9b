import type { Group } from "../../model/compact.js";
import { runBase } from "./outcome.js";
import type { Rule, TurnAdvantages } from "./rule.js";
import { normalised, statesOf, stepReturns, turnsBy } from "./states.js";

/** Settings of HGPO, with the defaults of its recipe. */
export interface HgpoSettings {
  readonly gamma: number;
  /** K: how many earlier observations are looked at; groups are by the last 1 to K + 1. */
  readonly history: number;
  /** `std`: divided by the population deviation + eps; `mean`: centred only. */
  readonly norm: "mean" | "std";
  /** Exponent of the weight of a longer history. */
  readonly alpha: number;
}

export const HGPO: HgpoSettings = { gamma: 0.95, history: 2, norm: "std", alpha: 1 };
const EPS = 1e-6;

/**
 * For k = 1 to K + 1 the turns of the prompt whose last k observations are equal make a group, in which the discounted
 * returns are normalised (groups of one are skipped). A turn's advantages that are not 0 are averaged with weights
 * `(k + 1)^alpha / (their sum + eps)`.
 */
export function hgpoAdvantages(group: Group, { gamma, history, norm, alpha }: HgpoSettings): TurnAdvantages {
  const returns = group.rollouts.map((rollout) => stepReturns(rollout, gamma));
  const states = statesOf(group);
  const sums = returns.map((row) => new Float64Array(row.length));
  const weights = returns.map((row) => new Float64Array(row.length));
  for (let k = 1; k <= history + 1; k++) {
    const weight = (k + 1) ** alpha;
    for (const [key, places] of turnsBy(states.map((row) => lastStates(row, k)))) {
      if (key === null || places.length < 2) continue;
      const values = places.map(({ rollout, turn }) => returns[rollout]?.[turn] ?? 0);
      const steps = normalised(values, norm === "std" ? 0 : null, EPS);
      for (const [i, { rollout, turn }] of places.entries()) {
        const step = steps[i] ?? 0;
        if (step === 0) continue;
        sums[rollout]?.set([(sums[rollout]?.[turn] ?? 0) + weight * step], turn);
        weights[rollout]?.set([(weights[rollout]?.[turn] ?? 0) + weight], turn);
      }
    }
  }
  return sums.map((row, j) => row.map((sum, t) => sum / ((weights[j]?.[t] ?? 0) + EPS)));
}

/** For each turn its last k states as one key; null where it has fewer. */
function lastStates(states: readonly number[], k: number): (string | null)[] {
  return states.map((_, t) => (t + 1 < k ? null : states.slice(t + 1 - k, t + 1).join()));
}

export const hgpo: Rule = {
  name: "hgpo",
  needs: ["observations"],
  source: "arXiv 2602.22817; verl-agent recipe code",
  base: runBase,
  advantages: (group) => hgpoAdvantages(group, HGPO),
};
