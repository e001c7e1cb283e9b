import type { CompactRollout, Group } from "../../model/compact.js";

/** What a rule needs of a log besides rewards and calls, and how a report names it. */
export const NEEDS = {
  lengths: "response_mask (policy tokens of every rollout)",
  observations: "an observation for every tool call that another turn follows",
  rewardComponents: "reward_components (the same names in every rollout)",
  callScores: "call_scores (one for every tool call)",
  turnScores: "turn_scores (one for every turn)",
  attributions: "the model's and a teacher's attributions: not computable from a log",
} as const;
export type Need = keyof typeof NEEDS;

/** The first of a rule's needs that the log does not meet; null where it meets all. */
export function missingNeed(needs: readonly Need[], groups: readonly Group[]): Need | null {
  return needs.find((need) => !meets(need, groups)) ?? null;
}

function meets(need: Need, groups: readonly Group[]): boolean {
  const [first] = groups[0]?.rollouts ?? [];
  const names = componentNames(first);
  const holds = {
    lengths: (rollout: CompactRollout) => rollout.turns.every(({ tokens }) => tokens !== null),
    observations: (rollout: CompactRollout) =>
      rollout.turns.slice(0, -1).every(({ calls }) => calls.every(({ observation }) => observation !== null)),
    rewardComponents: (rollout: CompactRollout) => names !== "" && componentNames(rollout) === names,
    callScores: (rollout: CompactRollout) =>
      rollout.turns.every(({ calls }) => calls.every(({ score }) => score !== undefined)),
    turnScores: (rollout: CompactRollout) => rollout.turns.every(({ score }) => score !== undefined),
    attributions: () => false,
  } satisfies Record<Need, (rollout: CompactRollout) => boolean>;
  return groups.every(({ rollouts }) => rollouts.every(holds[need]));
}

/** The names in a canonical form; "" where there are none. */
function componentNames(rollout: CompactRollout | undefined): string {
  const names = [...(rollout?.rewardComponents?.keys() ?? [])].sort();
  return names.length === 0 ? "" : JSON.stringify(names);
}
