import type { CompactTurn } from "../../model/compact.js";
import { mean } from "../../stats/moments.js";
import { runBase } from "./outcome.js";
import type { Rule } from "./rule.js";
import { observationKey, turnsBy } from "./states.js";

/** Earlier turns that must be equal for two turns to be merged. */
const HISTORY = 1;

/**
 * Turns of the prompt's rollouts with equal action, observation and history of h turns are one edge of a graph and get
 * the mean of their advantages; others keep their own. A turn without calls, or with a malformed one, is never merged.
 */
export const salt: Rule = {
  name: "salt",
  needs: ["observations"],
  source: "arXiv 2510.20022, as a third party tells it",
  approximate: true,
  note: `history of ${HISTORY} turn`,
  base: runBase,
  advantages(group, options) {
    const base = runBase(group, options);
    const out = base.map((row) => row.slice());
    const edges = group.rollouts.map(({ turns }) => edgesOf(turns));
    for (const [edge, places] of turnsBy(edges)) {
      if (edge === null) continue;
      const merged = mean(places.map(({ rollout, turn }) => base[rollout]?.[turn] ?? 0));
      for (const { rollout, turn } of places) out[rollout]?.set([merged], turn);
    }
    return out;
  },
};

function edgesOf(turns: readonly CompactTurn[]): (string | null)[] {
  const steps = turns.map(stepKey);
  return steps.map((step, t) => {
    if (step === null) return null;
    const history = steps.slice(Math.max(0, t - HISTORY), t);
    return history.includes(null) ? null : JSON.stringify([...history, step]);
  });
}

function stepKey(turn: CompactTurn): string | null {
  const observation = observationKey(turn);
  if (observation === null || turn.calls.some(({ args }) => args === null)) return null;
  return JSON.stringify([turn.calls.map(({ tool, args }) => [tool, args]), observation]);
}
