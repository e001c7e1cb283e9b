import { answerTokens } from "./answer.js";
import type { GroupCredit } from "./credit.js";
import { deepEqual } from "./json.js";
import { referencesOf, similarityWithCluster } from "./library.js";
import type { Similarity } from "./similarity.js";
import { callsOf, figure, isCorrectable } from "./statistics.js";
import { jaccard } from "./text.js";

export function chanceMatches(credits: readonly GroupCredit[], theta: number, similarity: Similarity) {
  let numerator = 0;
  let denominator = 0;
  for (const credit of credits) {
    const source = nextGroup(credit, credits);
    if (source === null) continue;
    for (const member of credit.members) {
      if (member.member.rollout.success) continue;
      for (const { call } of callsOf(member)) {
        denominator++;
        if (isCorrectable(call, member, source.group, theta, similarity)) numerator++;
      }
    }
  }
  return figure({ numerator, denominator });
}

/** The next mixed group of the batch with a different prompt, cyclically. `credits` is in input order of first rollouts. */
function nextGroup(credit: GroupCredit, credits: readonly GroupCredit[]): GroupCredit | null {
  if (!credit.group.mixed) return null;
  const at = credits.indexOf(credit);
  for (const other of [...credits.slice(at + 1), ...credits.slice(0, at)]) {
    const sameBatch = deepEqual(other.group.batch, credit.group.batch);
    if (sameBatch && other.group.mixed && promptOf(other) !== promptOf(credit)) return other;
  }
  return null;
}

function promptOf(credit: GroupCredit): string | undefined {
  return credit.group.members[0]?.rollout.prompt;
}

interface Pairs {
  pairs: number;
  equal: number;
  jaccard: number;
}

export function determinism(credits: readonly GroupCredit[], theta: number, similarity: Similarity) {
  const tools = new Map<string, { matched: Pairs; unmatched: Pairs }>();
  const add = (tool: string, which: "matched" | "unmatched", a: string | null, b: string | null) => {
    if (a === null || b === null) return;
    const row = tools.get(tool) ?? { matched: noPairs(), unmatched: noPairs() };
    row[which].pairs++;
    row[which].equal += a === b ? 1 : 0;
    row[which].jaccard += jaccard(a, b);
    tools.set(tool, row);
  };
  for (const credit of credits) {
    if (!credit.group.mixed) continue;
    const references = referencesOf([credit.group]);
    for (const member of credit.members) {
      if (member.member.rollout.success || !(member.member.advantage < 0)) continue;
      for (const { call, witness, similarity: s } of callsOf(member)) {
        if (call.args === null) continue;
        if (witness !== null && s !== null && s >= theta) {
          add(call.tool, "matched", call.observation, witness.call.observation);
        }
        for (const reference of references) {
          if (reference.call.tool !== call.tool || similarity(call, reference.call) >= theta) continue;
          add(call.tool, "unmatched", call.observation, reference.call.observation);
        }
      }
    }
  }
  return [...tools.keys()].sort().map((tool) => {
    const { matched = noPairs(), unmatched = noPairs() } = tools.get(tool) ?? {};
    return {
      tool,
      matchedPairs: matched.pairs,
      matchedEqual: matched.pairs === 0 ? null : matched.equal / matched.pairs,
      matchedMeanJaccard: matched.pairs === 0 ? null : matched.jaccard / matched.pairs,
      unmatchedPairs: unmatched.pairs,
      unmatchedEqual: unmatched.pairs === 0 ? null : unmatched.equal / unmatched.pairs,
      unmatchedMeanJaccard: unmatched.pairs === 0 ? null : unmatched.jaccard / unmatched.pairs,
    };
  });
}

function noPairs(): Pairs {
  return { pairs: 0, equal: 0, jaccard: 0 };
}

export function discrimination(credits: readonly GroupCredit[], theta: number, similarity: Similarity) {
  const counts = { correctedActions: 0, negative: 0, zero: 0, positive: 0, noOtherFailure: 0 };
  for (const credit of credits) {
    for (const member of credit.members) {
      const others = credit.members.filter((other) => other !== member && !other.member.rollout.success);
      for (const { corrected, cluster } of callsOf(member)) {
        if (!corrected || cluster === null) continue;
        counts.correctedActions++;
        const having = others.filter((other) =>
          callsOf(other).some(
            ({ call }) => call.args !== null && similarityWithCluster(call, cluster, similarity).similarity >= theta,
          ),
        );
        const difference = cluster.support - having.length / others.length;
        if (others.length === 0) counts.noOtherFailure++;
        else if (difference < 0) counts.negative++;
        else if (difference > 0) counts.positive++;
        else counts.zero++;
      }
    }
  }
  return counts;
}

export function answerConflicts(credits: readonly GroupCredit[]) {
  let numerator = 0;
  let denominator = 0;
  for (const { group } of credits) {
    if (!group.mixed) continue;
    const right = group.members
      .filter((member) => member.rollout.success)
      .map((member) => answerTokens(member.rollout))
      .filter((answer) => answer !== null);
    for (const { rollout } of group.members) {
      const answer = rollout.success ? null : answerTokens(rollout);
      if (answer === null) continue;
      denominator++;
      if (right.some((other) => deepEqual(other, answer))) numerator++;
    }
  }
  return figure({ numerator, denominator });
}
