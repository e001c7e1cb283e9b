import type { CompactTurn, Group } from "../../../src/model/compact.js";

/** Rules again in plain loops over all pairs of turns, to judge the fast ones by. Nothing is shared with them. */

const tokens = (turn: CompactTurn) => (turn.tokens === null ? 0 : turn.tokens[1] - turn.tokens[0]);

export function slowOpo(group: Group): number[][] {
  let [weighted, length] = [0, 0];
  for (const rollout of group.rollouts) {
    for (const turn of rollout.turns) {
      weighted += tokens(turn) * rollout.reward;
      length += tokens(turn);
    }
  }
  return group.rollouts.map(({ reward, turns }) =>
    turns.map(() => (group.rollouts.length === 1 ? 0 : reward - weighted / length)),
  );
}

/** What a turn starts from: the prompt, the observations before it, or something of its own. */
function seen(turns: readonly CompactTurn[], t: number): readonly string[] | null {
  if (t === 0) return ["the prompt"];
  const calls = turns[t - 1]?.calls ?? [];
  const hashes = calls.map(({ observation }) => observation?.hash);
  return calls.length === 0 || hashes.includes(undefined) ? null : (hashes as string[]);
}

/** Whether the last k starts of two turns are equal, one by one. */
function sameHistory(a: readonly CompactTurn[], s: number, b: readonly CompactTurn[], t: number, k: number): boolean {
  if (s + 1 < k || t + 1 < k) return false;
  for (let i = 0; i < k; i++) {
    const [x, y] = [seen(a, s - i), seen(b, t - i)];
    // A start of which nothing is known equals itself only.
    if (x === null || y === null) {
      if (a !== b || s !== t) return false;
    } else if (x.length !== y.length || x.some((hash, n) => hash !== y[n]) || (s - i === 0) !== (t - i === 0))
      return false;
  }
  return true;
}

const returned = (group: Group, j: number, t: number, gamma: number) => {
  const rollout = group.rollouts[j];
  return rollout === undefined ? 0 : rollout.reward * gamma ** (rollout.turns.length - 1 - t);
};

/** Returns of all turns of the group with the history of turn t of rollout j. */
function companions(group: Group, j: number, t: number, k: number, gamma: number): number[] {
  const found: number[] = [];
  const turns = group.rollouts[j]?.turns ?? [];
  for (const [i, other] of group.rollouts.entries())
    for (let s = 0; s < other.turns.length; s++)
      if (sameHistory(turns, t, other.turns, s, k)) found.push(returned(group, i, s, gamma));
  return found;
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function slowGigpo(group: Group): number[][] {
  const all = group.rollouts.flatMap(({ turns, reward }) => turns.map(() => reward));
  return group.rollouts.map(({ turns, reward }, j) =>
    turns.map(
      (_, t) => reward - average(all) + returned(group, j, t, 0.95) - average(companions(group, j, t, 1, 0.95)),
    ),
  );
}

export function slowHgpo(group: Group): number[][] {
  return group.rollouts.map(({ turns }, j) =>
    turns.map((_, t) => {
      const found: [weight: number, advantage: number][] = [];
      for (let k = 1; k <= 3; k++) {
        const others = companions(group, j, t, k, 0.95);
        if (others.length < 2) continue;
        const center = average(others);
        const deviation = Math.sqrt(average(others.map((value) => (value - center) ** 2)));
        const advantage = (returned(group, j, t, 0.95) - center) / (deviation + 1e-6);
        if (Math.abs(advantage) > 1e-9) found.push([k + 1, advantage]);
      }
      const weight = found.reduce((sum, [w]) => sum + w, 0) + 1e-6;
      return found.reduce((sum, [w, advantage]) => sum + (w / weight) * advantage, 0);
    }),
  );
}

export function slowGdpo(groups: readonly Group[]): number[][][] {
  const raw = groups.map((group) =>
    group.rollouts.map((rollout) => {
      let sum = 0;
      for (const [name, value] of rollout.rewardComponents ?? []) {
        const values = group.rollouts.map(({ rewardComponents }) => rewardComponents?.get(name) ?? Number.NaN);
        if (values.length < 2) continue;
        const center = average(values);
        const variance = values.reduce((total, one) => total + (one - center) ** 2, 0) / (values.length - 1);
        sum += (value - center) / (Math.sqrt(variance) + 1e-6);
      }
      return sum;
    }),
  );
  const each = groups.flatMap((group, g) =>
    group.rollouts.flatMap(({ turns }, j) =>
      turns.flatMap((turn) => Array.from({ length: tokens(turn) }, () => raw[g]?.[j] ?? 0)),
    ),
  );
  const center = average(each);
  const variance = each.reduce((total, one) => total + (one - center) ** 2, 0) / (each.length - 1);
  return groups.map((group, g) =>
    group.rollouts.map(({ turns }, j) => turns.map(() => ((raw[g]?.[j] ?? 0) - center) / Math.sqrt(variance + 1e-8))),
  );
}
