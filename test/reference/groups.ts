import { createHash } from "node:crypto";
import { canonical } from "./json.js";
import type { Group, Json, Member, Options, Rollout } from "./types.js";

/** Groups in input order of their first rollouts, with base advantages (SPEC sections 1 and 2). */
export function groupRollouts(rollouts: readonly Rollout[], options: Options): Group[] {
  const declared = gather(rollouts, (rollout) => rollout.declaredGroup);
  const contradicted = declared.some((group) => new Set(group.rollouts.map((rollout) => rollout.prompt)).size > 1);
  const found = contradicted ? gather(rollouts, inferredId) : declared;
  return found.map(({ batch, id, rollouts: members }) => ({
    batch,
    id,
    members: withAdvantages(members, options),
    mixed: members.some((rollout) => rollout.success) && members.some((rollout) => !rollout.success),
  }));
}

interface Gathered {
  readonly batch: Json;
  readonly id: Json;
  readonly rollouts: Rollout[];
}

function gather(rollouts: readonly Rollout[], idOf: (rollout: Rollout) => Json): Gathered[] {
  const groups = new Map<string, Gathered>();
  for (const rollout of rollouts) {
    const id = idOf(rollout);
    const key = canonical([rollout.batch, id]);
    const group = groups.get(key) ?? { batch: rollout.batch, id, rollouts: [] };
    group.rollouts.push(rollout);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The dialect `tapo` names no ground truth: null stands for it. */
function inferredId(rollout: Rollout): string {
  return `prompt:${createHash("sha256").update(`[${rollout.prompt},null]`).digest("hex").slice(0, 16)}`;
}

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Two-pass. NaN where `n <= ddof`. */
export function standardDeviation(values: readonly number[], ddof: number): number {
  if (values.length <= ddof) return Number.NaN;
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) * (value - centre);
  return Math.sqrt(sum / (values.length - ddof));
}

function withAdvantages(rollouts: readonly Rollout[], options: Options): Member[] {
  const rewards = rollouts.map((rollout) => rollout.reward);
  return rollouts.map((rollout, j) => {
    if (options.estimator === "logged") return logged(rollout);
    const advantage = groupAdvantage(rewards, j, options);
    return { rollout, advantage, bases: rollout.turns.map(() => advantage) };
  });
}

/** `A_j` of SPEC section 2, for the estimators that look at the group. */
export function groupAdvantage(rewards: readonly number[], j: number, options: Options): number {
  const reward = rewards[j] ?? Number.NaN;
  if (rewards.length === 1) {
    if (options.singleton === "zero") return 0;
    return options.estimator === "grpo" ? reward / (1 + options.eps) : reward;
  }
  if (rewards.every((other) => other === reward)) return 0;
  switch (options.estimator) {
    case "grpo":
      return (reward - mean(rewards)) / (standardDeviation(rewards, options.ddof) + options.eps);
    case "dr-grpo":
      return reward - mean(rewards);
    case "rloo":
      return reward - mean(rewards.filter((_, k) => k !== j));
    case "logged":
      throw new Error("a logged advantage is not computed");
  }
}

function logged(rollout: Rollout): Member {
  const perToken = rollout.tokens?.advantages ?? null;
  if (rollout.tokens === null || perToken === null) {
    if (rollout.loggedScalar === null) throw new Error("the record has no advantage");
    const advantage = rollout.loggedScalar;
    return { rollout, advantage, bases: rollout.turns.map(() => advantage) };
  }
  const { mask } = rollout.tokens;
  const bases = rollout.turns.map((turn) => mean(turn.tokens === null ? [] : perToken.slice(...turn.tokens)));
  return { rollout, advantage: mean(perToken.filter((_, t) => mask[t] === 1)), bases };
}
