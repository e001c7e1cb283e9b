import type { Group } from "../../model/compact.js";
import { episodeAdvantages, GIGPO } from "./gigpo.js";
import { plus } from "./outcome.js";
import type { Rule, TurnAdvantages } from "./rule.js";
import { normalised, statePaths, turnsBy } from "./states.js";

const GAMMA = 0.1;
const GOAL_RETURN = 10;
const EPS = 1e-6;
const EPISODE = { ...GIGPO, norm: "std" } as const;

/** `A^E` plus the graph advantage: how near to the goal a turn leads, beside the other turns from the same state. */
export const graphgpo: Rule = {
  name: "graphgpo",
  needs: ["observations"],
  source: "arXiv 2605.26684; code of the verl-agent recipe as others restate it",
  note: "both parts have weight 1; a rollout's end after its answer is a state of its own",
  base: (group) => episodeAdvantages(group, EPISODE),
  advantages: (group) => plus(episodeAdvantages(group, EPISODE), graphAdvantages(group)),
};

/**
 * The states of all rollouts of the prompt in one graph; the last state of a success is the goal. A turn's return is
 * `10 * 0.1^d` of the state that it leads to, d being the shortest distance to the goal (the largest finite one + 1
 * where no way leads there); standardised (sample deviation) among the turns from the same state. Without a success 0.
 */
export function graphAdvantages(group: Group): TurnAdvantages {
  const paths = statePaths(group);
  const sources = paths.map((path) => path.slice(0, -1));
  const goals = group.rollouts.flatMap(({ successful }, j) => (successful ? (paths[j]?.at(-1) ?? []) : []));
  const distances = distancesTo(goals, paths);
  const farthest = Math.max(0, ...distances.values()) + 1;
  const out = sources.map((row) => new Float64Array(row.length));
  if (goals.length === 0) return out;
  for (const places of turnsBy(sources).values()) {
    const returns = places.map(({ rollout, turn }) => {
      const target = paths[rollout]?.[turn + 1] ?? Number.NaN;
      return GOAL_RETURN * GAMMA ** (distances.get(target) ?? farthest);
    });
    const steps = normalised(returns, 1, EPS);
    for (const [i, { rollout, turn }] of places.entries()) out[rollout]?.set([steps[i] ?? 0], turn);
  }
  return out;
}

/** Shortest distances to any goal, in turns; states from which no way leads there are left out. */
function distancesTo(goals: readonly number[], paths: readonly (readonly number[])[]): Map<number, number> {
  const before = new Map<number, Set<number>>();
  for (const path of paths) {
    for (let t = 1; t < path.length; t++) {
      const [from = 0, to = 0] = [path[t - 1], path[t]];
      before.set(to, (before.get(to) ?? new Set()).add(from));
    }
  }
  const distances = new Map<number, number>(goals.map((goal) => [goal, 0]));
  // A Map lists what is added while it is walked: this is breadth-first.
  for (const [state, distance] of distances) {
    for (const from of before.get(state) ?? []) if (!distances.has(from)) distances.set(from, distance + 1);
  }
  return distances;
}
