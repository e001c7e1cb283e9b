import type { InspectResult } from "../../src/model/inspect.js";
import { SAMPLE_AUDIT } from "./sample-audit.js";

/** A result made by hand: two files of one dialect, a rejection, a first rollout with all that a call may have. */
export const SAMPLE_INSPECT: InspectResult = {
  schema: "tapo.inspect/1",
  version: "0.1.0",
  inputs: [1, 2].map((n) => ({
    path: `logs/${n}.jsonl`,
    format: "jsonl",
    compression: n === 2 ? "zstd" : "none",
    rows: 515,
    dialect: "verl",
    because: "the fields input, output, score and step",
    mapping: [
      { name: "reward", field: "score" },
      { name: "batch", field: "step" },
    ],
  })),
  grouping: { ...SAMPLE_AUDIT.grouping, loggedAdvantages: null },
  funnel: SAMPLE_AUDIT.funnel,
  tools: [
    { tool: "search", calls: 2400, malformed: 12, excluded: false },
    { tool: "answer", calls: 900, malformed: 0, excluded: true },
  ],
  rewards: [
    { reward: 0, rollouts: 407 },
    { reward: 1, rollouts: 617 },
  ],
  has: {
    batch: true,
    observations: true,
    policyMask: false,
    charSpans: true,
    loggedAdvantages: null,
    logprobs: false,
    trueAdvantages: false,
  },
  first: {
    path: "logs/1.jsonl",
    row: 0,
    batch: 1,
    group: "prompt:0123456789abcdef",
    rollout: null,
    reward: 0,
    success: false,
    prompt: "How high is the Eiffel tower?",
    turns: [
      {
        text: "<think>I should search.</think>",
        calls: [
          { tool: "search", arguments: '{"query":"Eiffel tower"}', malformed: false, observation: "330 m\u001b[31m" },
          { tool: "search", arguments: '{"query":', malformed: true, observation: null },
        ],
      },
      ...Array.from({ length: 7 }, () => ({ text: "<answer>300 m</answer>", calls: [] })),
    ],
  },
  rejections: [
    {
      reason: "reward is null",
      count: 6,
      first: { path: "logs/1.jsonl", row: 17 },
      field: "score",
      expected: "a finite number",
      found: "null",
    },
  ],
  warnings: [],
};
