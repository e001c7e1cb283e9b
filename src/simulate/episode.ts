import type { Random } from "../stats/random.js";
import type { Policy } from "./policy.js";
import { type Action, callOutcome, callWeight, type Horizon, type Values } from "./values.js";
import type { World } from "./world.js";

/** One turn of a sampled rollout. */
export interface Step {
  /** Facts obtained before the turn, as a bit mask. */
  readonly set: number;
  /** Turns left, this one included. */
  readonly left: number;
  readonly action: Action;
  /** For each call: whether it came back empty, though the fact was there to be had. */
  readonly empty: readonly boolean[];
}

/** A sampled rollout: the last step answers. */
export interface Episode {
  readonly steps: readonly Step[];
  /** Facts obtained in the end. */
  readonly set: number;
  /** 1 for a right answer, else 0. */
  readonly reward: 0 | 1;
}

/** Plays the policy on a prompt once. */
export function sampleEpisode(world: World, policy: Policy, { maxTurns, parallel }: Horizon, random: Random): Episode {
  const steps: Step[] = [];
  let set = 0;
  for (let left = maxTurns; ; left--) {
    const action = left > 1 ? sampleAction(policy, set, parallel, random) : null;
    const before = set;
    const empty: boolean[] = [];
    for (const meaning of action ?? []) {
      const { reached, got } = callOutcome(world, set, meaning);
      const obtained = random.chance(got);
      empty.push(got > 0 && !obtained);
      if (obtained) set = reached;
    }
    steps.push({ set: before, left, action, empty });
    if (action === null) return { steps, set, reward: random.chance(world.answerChance[set] ?? 0) ? 1 : 0 };
  }
}

/** A(s, a) = Q(s, a) - V(s) of every turn, in [-1, 1]. */
export function trueAdvantages(episode: Episode, values: Values): number[] {
  return episode.steps.map(({ set, left, action }) => values.actionValue(set, left, action) - values.value(set, left));
}

function sampleAction(policy: Policy, set: number, parallel: number, random: Random): Action {
  const row = policy.chances[set] ?? new Float64Array();
  const first = random.weighted(row, 1);
  if (first === row.length - 1) return null;
  const others = callWeight(row, first);
  if (others === 0 || !random.chance(parallel)) return [first];
  const rest = row.map((chance, m) => (m === first || m === row.length - 1 ? 0 : chance));
  return [first, random.weighted(rest, others)];
}
