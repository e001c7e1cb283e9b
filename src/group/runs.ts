import { idKey } from "../json/id.js";
import type { CompactRollout } from "../model/compact.js";
import type { Id } from "../model/id.js";
import { type KeyedGroup, promptIdentity, truthEverywhere } from "./keys.js";
import { agrees, type LoggedFormula } from "./logged-check.js";

export interface Runs {
  /** Rows of a complete run. */
  readonly size: number;
  readonly groups: readonly KeyedGroup[];
  /** Runs with fewer rows: the log was cut off in the middle of a group. */
  readonly cutOff: readonly KeyedGroup[];
  readonly formula: LoggedFormula;
}

/** Consecutive rollouts with one batch, declared id and prompt. */
function stretches(rollouts: readonly CompactRollout[], withTruth: boolean): CompactRollout[][] {
  const out: CompactRollout[][] = [];
  let previous: string | null = null;
  for (const rollout of rollouts) {
    const key = idKey([rollout.batch, rollout.group ?? null, promptIdentity(rollout, withTruth)]);
    if (key === previous) out.at(-1)?.push(rollout);
    else out.push([rollout]);
    previous = key;
  }
  return out;
}

/**
 * Finds the n for which runs of n consecutive rows with one prompt explain the logged advantages, largest first; null
 * where no n does for at least half of the rows, with two runs or more that have a gradient. Used where the declared ids or equal prompts do not explain them
 * (SPEC section 1: one id of a Prime step can hold two groups).
 */
export function findRuns(rollouts: readonly CompactRollout[], formulas: readonly LoggedFormula[]): Runs | null {
  const withTruth = truthEverywhere(rollouts);
  const parts = stretches(rollouts, withTruth);
  const longest = parts.reduce((most, part) => Math.max(most, part.length), 0);
  for (let size = Math.min(longest, MAX_RUN); size >= 2; size--) {
    const runs = parts.flatMap((part) => chunk(part, size));
    const complete = runs.filter((run) => run.length === size);
    const telling = complete.filter((run) => run.some(({ loggedAdvantage }) => loggedAdvantage !== 0));
    if (complete.length * size * 2 < rollouts.length || telling.length < 2) continue;
    const formula = formulas.find((candidate) => complete.every((run) => agrees(run, candidate)));
    if (formula === undefined) continue;
    const groups = nameRuns(runs, withTruth);
    return { size, groups, cutOff: groups.filter((group) => group.rollouts.length < size), formula };
  }
  return null;
}

/** Larger groups than this are not looked for. */
const MAX_RUN = 1024;

function chunk(part: readonly CompactRollout[], size: number): CompactRollout[][] {
  const out: CompactRollout[][] = [];
  for (let start = 0; start < part.length; start += size) out.push(part.slice(start, start + size));
  return out;
}

/** `prompt:` with the hash's 16 hex digits, and `#k` for the k-th run of the batch's prompt where there are several. */
function nameRuns(runs: readonly CompactRollout[][], withTruth: boolean): KeyedGroup[] {
  const keyed = runs.flatMap((rollouts) => {
    const [first] = rollouts;
    if (first === undefined) return [];
    const hash = promptIdentity(first, withTruth);
    return [{ rollouts, batch: first.batch, hash, key: idKey([first.batch, hash]) }];
  });
  const totals = new Map<string, number>();
  for (const { key } of keyed) totals.set(key, (totals.get(key) ?? 0) + 1);
  const seen = new Map<string, number>();
  return keyed.map(({ rollouts, batch, hash, key }) => {
    const k = seen.get(key) ?? 0;
    seen.set(key, k + 1);
    const id: Id = `prompt:${hash.slice(0, 16)}${(totals.get(key) ?? 0) > 1 ? `#${k}` : ""}`;
    return { batch, id, rollouts };
  });
}
