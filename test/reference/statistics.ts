import type { Share } from "./bootstrap.js";
import type { GroupCredit, MemberCredit } from "./credit.js";
import { referencesOf } from "./library.js";
import type { Similarity } from "./similarity.js";
import type { Call, Group } from "./types.js";

export const STATISTICS = [
  "correctableTrajectories",
  "correctableTrajectoriesMixed",
  "correctableActions",
  "correctableActionsMixed",
  "correctedTrajectories",
  "correctedTrajectoriesMixed",
  "correctedActions",
  "correctedActionsMixed",
  "misassignedGradientMass",
  "recoveredAdvantage",
] as const;
export type StatisticName = (typeof STATISTICS)[number];
export type Statistics = Record<StatisticName, Share>;

/** Largest `sim` of a call with a call of a success of the group; -Infinity where there is none to compare with. */
export function largestSimilarity(call: Call, group: Group, similarity: Similarity): number {
  let largest = Number.NEGATIVE_INFINITY;
  if (call.args === null || call.excluded) return largest;
  for (const reference of referencesOf([group])) largest = Math.max(largest, similarity(call, reference.call));
  return largest;
}

/** "Calls" of SPEC section 6: all but excluded ones. */
export function callsOf(credit: MemberCredit) {
  return credit.turns.flatMap((turn) =>
    turn.calls.filter(({ call }) => !call.excluded).map((call) => ({ ...call, turn })),
  );
}

/** Whether a call of a member of the group is correctable, with the successes of `source`. */
export function isCorrectable(
  call: Call,
  member: MemberCredit,
  source: Group,
  theta: number,
  similarity: Similarity,
): boolean {
  if (member.member.rollout.success || !(member.member.advantage < 0)) return false;
  return largestSimilarity(call, source, similarity) >= theta;
}

/** The ten figures of SPEC section 6, of one group; action figures of one tool where `tool` is given. */
export function groupStatistics(
  credit: GroupCredit,
  theta: number,
  similarity: Similarity,
  tool: string | null = null,
): Statistics {
  const sums = new Map<StatisticName, { numerator: number; denominator: number }>();
  for (const name of STATISTICS) sums.set(name, { numerator: 0, denominator: 0 });
  const add = (name: StatisticName, numerator: number, denominator: number) => {
    const sum = sums.get(name);
    if (sum === undefined) return;
    sum.numerator += numerator;
    sum.denominator += denominator;
  };
  const addBoth = (
    name: "correctableTrajectories" | "correctableActions" | "correctedTrajectories" | "correctedActions",
    hit: boolean,
  ) => {
    add(name, hit ? 1 : 0, 1);
    if (credit.group.mixed) add(`${name}Mixed`, hit ? 1 : 0, 1);
  };
  for (const member of credit.members) {
    if (member.member.rollout.success) continue;
    let anyCorrectable = false;
    let anyCorrected = false;
    for (const { call, corrected, turn } of callsOf(member)) {
      if (tool !== null && call.tool !== tool) continue;
      const correctable = isCorrectable(call, member, credit.group, theta, similarity);
      anyCorrectable ||= correctable;
      anyCorrected ||= corrected;
      addBoth("correctableActions", correctable);
      addBoth("correctedActions", corrected);
      add("misassignedGradientMass", correctable ? Math.abs(turn.base) : 0, Math.abs(turn.base));
    }
    addBoth("correctableTrajectories", anyCorrectable);
    addBoth("correctedTrajectories", anyCorrected);
    for (const turn of member.turns) {
      if (turn.calls.every(({ call }) => call.excluded)) continue;
      add("recoveredAdvantage", turn.advantage - turn.base, Math.abs(turn.base));
    }
  }
  return Object.fromEntries(sums) as Statistics;
}

/** Sums over groups. */
export function addUp(list: readonly Statistics[]): Statistics {
  const sums = STATISTICS.map((name) => {
    let numerator = 0;
    let denominator = 0;
    for (const statistics of list) {
      numerator += statistics[name].numerator;
      denominator += statistics[name].denominator;
    }
    return [name, { numerator, denominator }] as const;
  });
  return Object.fromEntries(sums) as Statistics;
}

export interface FigureValue extends Share {
  readonly value: number | null;
}

export function figure({ numerator, denominator }: Share): FigureValue {
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator };
}
