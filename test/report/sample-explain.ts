import { REASONS } from "../../src/model/correction.js";
import type { ExplainedCall, ExplainResult } from "../../src/model/explain.js";
import { SAMPLE_AUDIT } from "./sample-audit.js";

const uncorrected: ExplainedCall = {
  call: 0,
  tool: "search",
  arguments: '{"query":"weather in Oslo"}',
  observation: null,
  corrected: false,
  similarity: null,
  support: null,
  confidence: null,
  referenceAdvantage: null,
  transfer: 0,
  witness: null,
  reason: "no-reference",
};

const corrected: ExplainedCall = {
  call: 0,
  tool: "search",
  arguments: '{"query":"height of the Eiffel tower in metres"}',
  observation: "The Eiffel Tower is 330 metres\u001b[2J tall.\nIt was built in 1889.",
  corrected: true,
  similarity: 0.75,
  support: 0.5,
  confidence: 0.375,
  referenceAdvantage: 0.9354,
  transfer: 0.28062,
  witness: {
    path: "logs/1.jsonl",
    row: 4,
    turn: 0,
    call: 0,
    rollout: "q17-1",
    reward: 1,
    arguments: '{"query":"Eiffel tower height in metres"}',
    observation: "Eiffel Tower: 330 m",
  },
};

/** A group of two rollouts, made by hand: a corrected call, every reason, a turn without calls. */
export const SAMPLE_EXPLAIN: ExplainResult = {
  schema: "tapo.explain/1",
  version: "0.1.0",
  conventions: { ...SAMPLE_AUDIT.conventions, theta: 0.5, clusterThreshold: 0.5 },
  batch: 12,
  group: "q17",
  rolloutsInGroup: 8,
  successfulInGroup: 4,
  mixed: true,
  prompt: "How high is the Eiffel tower?",
  rollouts: [
    {
      path: "logs/1.jsonl",
      row: 3,
      item: 0,
      rollout: "q17-0",
      reward: 0,
      success: false,
      advantage: -0.9354,
      turns: [
        { turn: 0, base: -0.9354, advantage: -0.65478, text: "<think>I should search.</think>", calls: [corrected] },
        {
          turn: 1,
          base: -0.9354,
          advantage: -0.79509,
          text: "",
          calls: [corrected, { ...uncorrected, call: 1 }],
        },
        {
          turn: 2,
          base: -0.9354,
          advantage: -0.9354,
          text: "",
          calls: REASONS.map((reason, call) => ({ ...uncorrected, call, reason })),
        },
        { turn: 3, base: -0.9354, advantage: -0.9354, text: "<answer>300 m</answer>", calls: [] },
      ],
    },
    { path: "logs/1.jsonl", row: 4, item: 2, rollout: null, reward: 1, success: true, advantage: 0.9354, turns: [] },
  ],
  warnings: [],
};
