import { expect, test } from "vitest";
import { correctionMember } from "../../src/credit/correction-member.js";
import { packCredits } from "../../src/credit/pack-credits.js";
import { packedAdvantages, packedMember } from "../../src/credit/packed-member.js";
import { tokenAdvantages } from "../../src/credit/token-advantages.js";
import { piecesText } from "../../src/json/pieces.js";
import { jsonText } from "../../src/json/text.js";
import type { CallCredit, RolloutCredit } from "../../src/model/correction.js";
import { expandRuns } from "../../src/model/token-runs.js";

const PATHS = ["a.jsonl", 'ü "b".jsonl'];

const CORRECTED: CallCredit = {
  tool: "sëarch",
  corrected: true,
  similarity: 0.7,
  support: 0.5,
  confidence: 0.35,
  referenceAdvantage: 0.9,
  transfer: 0.252,
  witness: { place: { file: 1, row: 7, item: 2 }, turn: 1, call: 0 },
  reason: undefined,
};

/** A rollout of two turns, the first of them corrected, and of so many tokens. */
function credit(row: number, tokenCount: number | null): RolloutCredit {
  const spans: ([number, number] | null)[] =
    tokenCount === null
      ? [null, null]
      : [
          [1, 3],
          [4, tokenCount],
        ];
  const turns = spans.map((tokens) => {
    return { calls: [], chars: null, tokens, loggedAdvantage: null, trueAdvantage: null, ratios: null };
  });
  return {
    rollout: {
      place: { file: 1, row, item: 0 },
      batch: 2n ** 70n,
      group: "日本",
      id: "r\n1",
      promptHash: "",
      promptTruthHash: null,
      fileKey: null,
      reward: 0,
      successful: row % 2 === 1,
      turns,
      loggedAdvantage: null,
      tokenCount,
      answer: null,
    },
    batch: 2n ** 70n,
    group: "日本",
    advantage: -0.1,
    turns: [
      { base: -0.1, advantage: -0, calls: [CORRECTED] },
      { base: -0.1, advantage: -0.1, calls: [] },
    ],
  };
}

const CREDITS = [credit(3, 6), credit(4, null), credit(5, 4), credit(6, 9)];

test("a packed member is the text of the member", () => {
  const pack = packCredits(CREDITS, PATHS);
  const texts = CREDITS.map((_, i) => piecesText(packedMember(pack, i)));
  expect(texts).toEqual(CREDITS.map((one) => jsonText(correctionMember(one, PATHS, tokenAdvantages(one, null)))));
  expect(JSON.parse(texts[0] ?? "").tokenAdvantages).toEqual([0, 0, 0, 0, -0.1, -0.1]);
});

test("columns hold each rollout's own numbers", () => {
  const pack = packCredits(CREDITS, PATHS);
  expect([...pack.places]).toEqual(CREDITS.flatMap(({ rollout: { place } }) => [place.file, place.row, place.item]));
  expect([...pack.successes]).toEqual([1, 0, 1, 0]);
  expect(pack.corrected).toEqual({ rollouts: 4, turns: 4, calls: 4 });
  const tokens = CREDITS.map((_, i) => {
    const runs = packedAdvantages(pack, i).tokens;
    return runs && [...expandRuns(runs)];
  });
  expect(tokens).toEqual([
    [0, -0, -0, 0, -0.1, -0.1],
    null,
    [0, -0, -0, 0],
    [0, -0, -0, 0, -0.1, -0.1, -0.1, -0.1, -0.1],
  ]);
  expect([...packedAdvantages(pack, 3).turns]).toEqual([-0, -0.1]);
});

test("logged advantages stay where nothing was corrected", () => {
  const logged = Float64Array.of(9, 1, 2, 9, 3, 4);
  const runs = tokenAdvantages(credit(3, 6), logged);
  expect(runs && [...expandRuns(runs)]).toEqual([0, -0, -0, 0, 3, 4]);
});
