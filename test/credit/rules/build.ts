import type { Rule, RuleOptions } from "../../../src/credit/rules/rule.js";
import type { CompactCall, CompactTurn, Group } from "../../../src/model/compact.js";
import { DEFAULT_OPTIONS } from "../../../src/model/options.js";
import { outcomeAdvantages } from "../../../src/stats/outcome-advantage.js";

export const OPTIONS: RuleOptions = { ...DEFAULT_OPTIONS, matchOf: () => null };

/** A turn in few words: what its calls (all to `search`) ask and see, and how many policy tokens it has. */
export interface TurnSketch {
  readonly calls?: readonly (readonly [query: string | null, seen: string | null])[];
  readonly length?: number;
  readonly callScores?: readonly number[];
  readonly score?: number;
}

export interface RolloutSketch {
  readonly reward: number;
  readonly turns: readonly TurnSketch[];
  readonly components?: Readonly<Record<string, number>>;
}

/** A group of sketched rollouts; rewards of 0.5 and more are successes. Mask runs are one token apart. */
export function group(rollouts: readonly RolloutSketch[], id = "g"): Group {
  const rewards = rollouts.map(({ reward }) => reward);
  const successes = rewards.filter((reward) => reward >= 0.5).length;
  return {
    batch: 0,
    id,
    rollouts: rollouts.map(({ reward, turns, components }, row) => ({
      place: { file: 0, row, item: 0 },
      batch: 0,
      group: id,
      id: row,
      promptHash: id,
      promptTruthHash: null,
      fileKey: null,
      reward,
      successful: reward >= 0.5,
      turns: withSpans(turns),
      loggedAdvantage: null,
      tokenCount: null,
      answer: null,
      ...(components === undefined ? {} : { rewardComponents: new Map(Object.entries(components)) }),
    })),
    advantages: outcomeAdvantages(rewards, "grpo", DEFAULT_OPTIONS),
    mixed: successes > 0 && successes < rollouts.length,
    equalRewards: rewards.length > 1 && rewards.every((reward) => reward === rewards[0]),
  };
}

function withSpans(turns: readonly TurnSketch[]): CompactTurn[] {
  let at = 0;
  return turns.map(({ calls = [], length = 1, callScores, score }) => {
    const start = at;
    at += length + 1;
    return {
      calls: calls.map(([query, seen], c) => call(query, seen, callScores?.[c])),
      chars: null,
      tokens: [start, start + length] as const,
      loggedAdvantage: null,
      trueAdvantage: null,
      ratios: null,
      ...(score === undefined ? {} : { score }),
    };
  });
}

function call(query: string | null, seen: string | null, score: number | undefined): CompactCall {
  return {
    tool: "search",
    args: query === null ? null : JSON.stringify({ query }),
    excluded: false,
    observation: seen === null ? null : { hash: seen, tokens: new Float64Array() },
    ...(score === undefined ? {} : { score }),
  };
}

/** A turn with one call, and the answer. */
export const search = (query: string, seen: string, length = 1): TurnSketch => ({ calls: [[query, seen]], length });
export const answer = (length = 1): TurnSketch => ({ length });

/** A rule's numbers as plain lists. */
export function advantages(rule: Rule, of: Group, options: Partial<RuleOptions> = {}): number[][] {
  return rule.advantages(of, { ...OPTIONS, ...options }).map((row) => [...row]);
}
