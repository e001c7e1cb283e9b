import { idKey } from "../json/id.js";
import type { CompactRollout } from "../model/compact.js";
import type { RunFacts, RunSizeFact } from "../model/grouping-facts.js";
import type { Id } from "../model/id.js";
import type { Place } from "../model/place.js";
import { type KeyedGroup, promptIdentity, truthEverywhere } from "./keys.js";
import { agrees, LOGGED_FORMULAS } from "./logged-check.js";

/** Larger groups than this are not looked for. */
const MAX_RUN = 1024;

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
 * How runs of n consecutive rows with one prompt explain the logged advantages, for every n. Looked at where the declared
 * ids or equal prompts do not explain them (SPEC section 1: one id of a Prime step can hold two groups).
 */
export function runFacts(rollouts: readonly CompactRollout[]): Omit<RunFacts, "cutOff"> {
  const parts = stretches(rollouts, truthEverywhere(rollouts));
  const longest = parts.reduce((most, part) => Math.max(most, part.length), 0);
  const sizes: RunSizeFact[] = [];
  for (let size = 2; size <= Math.min(longest, MAX_RUN); size++) sizes.push(sizeFact(parts, size));
  return { sizes, interrupted: parts.some(isInterrupted) };
}

function sizeFact(parts: readonly CompactRollout[][], size: number): RunSizeFact {
  const runs = parts.flatMap((part) => chunk(part, size));
  const complete = runs.filter((run) => run.length === size);
  return {
    size,
    runs: runs.length,
    complete: complete.length,
    telling: complete.filter((run) => run.some(({ loggedAdvantage }) => loggedAdvantage !== 0)).length,
    formulas: LOGGED_FORMULAS.map((formula) => complete.every((run) => agrees(run, formula))),
  };
}

/** The size of runs, and the formula, that a log is grouped by. */
export interface RunChoice {
  readonly size: number;
  /** Index into the formulas. */
  readonly formula: number;
}

/** The largest size whose complete runs one formula explains, hold half of the rows and, twice or more, a gradient; null for none. */
export function chooseRuns(sizes: readonly RunSizeFact[], rollouts: number): RunChoice | null {
  for (const { size, complete, telling, formulas } of [...sizes].reverse()) {
    if (complete * size * 2 < rollouts || telling < 2) continue;
    const formula = formulas.indexOf(true);
    if (formula >= 0) return { size, formula };
  }
  return null;
}

/** Groups by runs of `size` rows; the last of a stretch may be cut off. */
export function runGroups(rollouts: readonly CompactRollout[], size: number): KeyedGroup[] {
  const withTruth = truthEverywhere(rollouts);
  return nameRuns(
    stretches(rollouts, withTruth).flatMap((part) => chunk(part, size)),
    withTruth,
  );
}

function chunk(part: readonly CompactRollout[], size: number): CompactRollout[][] {
  const out: CompactRollout[][] = [];
  for (let start = 0; start < part.length; start += size) out.push(part.slice(start, start + size));
  return out;
}

function isInterrupted(part: readonly CompactRollout[]): boolean {
  return part.some(({ place }, i) => i > 0 && !follows(part[i - 1]?.place, place));
}

function follows(before: Place | undefined, after: Place): boolean {
  if (before === undefined || before.file !== after.file) return false;
  return after.row === before.row ? after.item === before.item + 1 : after.row === before.row + 1 && after.item === 0;
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
