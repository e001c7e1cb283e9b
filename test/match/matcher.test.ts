import { describe, expect, test } from "vitest";
import { Matcher } from "../../src/match/matcher.js";
import type { CompactCall, CompactRollout, Group } from "../../src/model/compact.js";

const WORDS = ["red", "blue", "car", "bus", "tower", "Tokyo"];

function rollout(row: number, successful: boolean): CompactRollout {
  const query = (n: number) => [n, n * 7, n * 5].map((k) => WORDS[k % WORDS.length]).join(" ");
  const calls: CompactCall[] = [row, row + 11].map((n) => ({
    tool: "search",
    args: JSON.stringify({ query: query(n) }),
    excluded: false,
    observation: null,
  }));
  const turn = { calls, chars: null, tokens: null, loggedAdvantage: null, trueAdvantage: null, ratios: null };
  return {
    place: { file: 0, row, item: 0 },
    batch: null,
    group: "g",
    id: row,
    promptHash: "p",
    promptTruthHash: null,
    fileKey: null,
    reward: Number(successful),
    successful,
    turns: [turn],
    loggedAdvantage: null,
    tokenCount: null,
    answer: null,
  };
}

describe("matching beyond the similarities that are kept", () => {
  test("gives the same matches", () => {
    const rollouts = Array.from({ length: 24 }, (_, row) => rollout(row, row % 2 === 0));
    const advantages = Float64Array.from(rollouts, ({ successful }) => (successful ? 1 : -1));
    const group: Group = { batch: null, id: "g", rollouts, advantages, mixed: true, equalRewards: false };
    const [kept, computed] = [undefined, 0].map((most) => new Matcher([group], "jaccard", new Map(), most));
    const calls = rollouts.flatMap(({ turns }) => turns.flatMap((turn) => turn.calls));
    const facts = (matcher: Matcher | undefined) =>
      calls.map((call) => {
        const match = matcher?.match(call, 0.4) ?? null;
        const clusters = matcher?.library(0.4).get("search") ?? [];
        const { similarity, cluster, witness } = match ?? {};
        return {
          similarity,
          cluster,
          witness,
          all: clusters.map((c) => match?.similarityTo(c)),
          best: matcher?.bestSimilarity(call),
        };
      });
    expect(facts(computed)).toEqual(facts(kept));
    expect(kept?.library(0.4).get("search")?.length).toBeGreaterThan(2);
  });
});
