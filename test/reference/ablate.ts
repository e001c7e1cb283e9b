import { creditLog, type GroupCredit, type Method, methodOf } from "./credit.js";
import { mean, standardDeviation } from "./groups.js";
import { OBJECTIVES, objectiveSums } from "./objectives.js";
import { makeSimilarity, type Similarity } from "./similarity.js";
import { addUp, figure, groupStatistics } from "./statistics.js";
import type { Group, Options } from "./types.js";

/** The table of SPEC section 7, in its order. */
export function variantsOf(groups: readonly Group[], options: Options): Map<string, Method> {
  const run = methodOf(options);
  const variants = new Map<string, Method>([
    ["tapo", run],
    ["base", { ...run, correct: false }],
    ["no-support", { ...run, useSupport: false }],
    ["no-clamp", { ...run, clamp: false }],
    ["no-similarity-gate", { ...run, theta: 0 }],
    ["no-confidence-gate", { ...run, alphaMin: 0 }],
    ["exact-match", { ...run, theta: 1, clusterThreshold: 1 }],
  ]);
  for (const beta of [0.2, 0.4, 0.6, 0.8, 1]) variants.set(`beta=${beta}`, { ...run, beta });
  for (const theta of [0.3, 0.5, 0.7, 0.9]) {
    variants.set(`theta=${theta}`, { ...run, theta, clusterThreshold: options.clusterThreshold ?? theta });
  }
  for (const tool of toolsOf(groups)) variants.set(`without-tool=${tool}`, { ...run, withoutTool: tool });
  return variants;
}

/** Names of the tools of the log that are not excluded, in UTF-16 order. */
export function toolsOf(groups: readonly Group[]): string[] {
  const tools = new Set<string>();
  for (const group of groups)
    for (const member of group.members)
      for (const turn of member.rollout.turns) for (const call of turn.calls) if (!call.excluded) tools.add(call.tool);
  return [...tools].sort();
}

export function ablateGroups(groups: readonly Group[], options: Options) {
  const similarity = makeSimilarity(options);
  return [...variantsOf(groups, options)].map(([name, method]) => ({
    name,
    ...measure(creditLog(groups, options, method, similarity), method, options, similarity),
  }));
}

function measure(credits: readonly GroupCredit[], method: Method, options: Options, similarity: Similarity) {
  const statistics = addUp(credits.map((credit) => groupStatistics(credit, method.theta, similarity)));
  const members = credits.flatMap((credit) => credit.members);
  const turns = members.flatMap((member) =>
    member.turns.map((turn) => ({ ...turn, failing: !member.member.rollout.success })),
  );
  const toolTurns = turns.filter((turn) => turn.failing && turn.calls.some(({ call }) => !call.excluded));
  const corrections = toolTurns.map((turn) => turn.advantage - turn.base);
  const advantages = turns.map((turn) => turn.advantage);
  const clamped = toolTurns.filter(
    (turn) => turn.base < 0 && turn.calls.some((call) => call.corrected) && turn.base + turn.transfer >= -1e-12,
  );
  return {
    correctedTrajectories: figure(statistics.correctedTrajectories),
    correctedActions: figure(statistics.correctedActions),
    recoveredAdvantage: figure(statistics.recoveredAdvantage),
    meanCorrection: finite(mean(corrections)),
    maxCorrection: finite(Math.max(...corrections)),
    signFlips: toolTurns.filter((turn) => turn.base < 0 && turn.advantage > 1e-12).length,
    clampedToZero: method.clamp ? clamped.length : 0,
    meanAdvantage: finite(mean(advantages)),
    stdAdvantage: finite(standardDeviation(advantages, options.ddof)),
    objectives: Object.fromEntries(
      OBJECTIVES.map((name) => [
        name,
        { before: objectiveSums(name, members, "before"), after: objectiveSums(name, members, "after") },
      ]),
    ),
    truth: compareWithTruth(credits),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function compareWithTruth(credits: readonly GroupCredit[]) {
  const pairs: { readonly ours: number; readonly truth: number }[] = [];
  for (const { members } of credits) {
    for (const { member, turns } of members) {
      member.rollout.turns.forEach((turn, n) => {
        const ours = turns[n]?.advantage;
        if (turn.truth !== null && ours !== undefined) pairs.push({ ours, truth: turn.truth });
      });
    }
  }
  if (pairs.length === 0) return null;
  return {
    turns: pairs.length,
    signAgreement: mean(pairs.map(({ ours, truth }) => (Math.sign(ours) === Math.sign(truth) ? 1 : 0))),
    pearson: pearson(
      pairs.map(({ ours }) => ours),
      pairs.map(({ truth }) => truth),
    ),
    mse: mean(pairs.map(({ ours, truth }) => (ours - truth) ** 2)),
  };
}

/** Null where a side is constant. */
export function pearson(x: readonly number[], y: readonly number[]): number | null {
  if (x.every((value) => value === x[0]) || y.every((value) => value === y[0])) return null;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  x.forEach((value, i) => {
    const [dx, dy] = [value - mx, (y[i] ?? 0) - my];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  });
  return xy / Math.sqrt(xx * yy);
}
