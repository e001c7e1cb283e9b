import type { JsonObject } from "../../../src/model/json.js";

const HERMES = '<tool_call>\n{"name": "search", "arguments": {"query": "x"}}\n</tool_call>';
const CALLS = [{ id: "c1", type: "function", function: { name: "search", arguments: '{"query":"x"}' } }];
const CHAT = [
  { role: "system", content: "s" },
  { role: "user", content: "q" },
  { role: "assistant", content: "look", tool_calls: CALLS },
  { role: "tool", tool_call_id: "c1", content: "found" },
  { role: "assistant", content: "done" },
];
const QWEN_PROMPT = "<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\n";
const QWEN_RESPONSE = `${HERMES}<|im_end|>\n<|im_start|>user\n<tool_response>\nfound\n</tool_response><|im_end|>\n<|im_start|>assistant\ndone<|im_end|>`;
const BARE_RESPONSE = `${HERMES}\nuser\n<tool_response>\nfound\n</tool_response>\nassistant\ndone`;

/** What the first rollout of a record should be. */
export interface Expected {
  readonly batch: unknown;
  readonly group: unknown;
  readonly id?: unknown;
  readonly reward: number;
  readonly prompt?: unknown;
  readonly groundTruth?: unknown;
  readonly advantage?: number;
  /** Turns by their calls' observations. */
  readonly observations: readonly (readonly (string | null)[])[];
  readonly rollouts?: number;
}

export interface Sample {
  readonly dialect: string;
  readonly path: string;
  readonly record: JsonObject;
  readonly expected: Expected;
}

const TWO_TURNS = [["found"], []];

/** A record of each documented schema that is one of a search, its answer and a last word. */
export const SAMPLES: readonly Sample[] = [
  {
    dialect: "verl",
    path: "dump/7.jsonl",
    record: { input: "user\nq\nassistant\n", output: BARE_RESPONSE, gts: "a", score: 1, acc: 0 },
    expected: {
      batch: 7,
      group: undefined,
      reward: 1,
      prompt: "user\nq\nassistant\n",
      groundTruth: "a",
      observations: TWO_TURNS,
    },
  },
  {
    dialect: "verl",
    path: "dump/7.jsonl",
    record: { input: "q", output: BARE_RESPONSE, gts: null, score: 0.5, step: 3, uid: "a_b_0_1" },
    expected: { batch: 3, group: "a_b", id: "a_b_0_1", reward: 0.5, observations: TWO_TURNS },
  },
  {
    dialect: "verl-tool",
    path: "dump/7.jsonl",
    record: {
      input: QWEN_PROMPT,
      output: "<think>t</think><search>x</search>\n<result>found in full</result>\n<answer>a</answer>",
      score: 1,
      step: 7,
      tool_interact_info: [
        { obs: "\n<result>found in full</result>\n", action: "<think>t</think><search>x</search>", reward: null },
      ],
    },
    expected: { batch: 7, group: undefined, reward: 1, observations: [["<result>found in full</result>"], []] },
  },
  {
    dialect: "skyrl",
    path: "dumped_evals/global_step_4_evals/s.jsonl",
    record: {
      input_prompt: "p",
      output_response: QWEN_RESPONSE,
      score: [0, 0.25, 0.5],
      env_class: "search",
      env_extras: {},
    },
    expected: { batch: null, group: undefined, reward: 0.75, prompt: "p", observations: TWO_TURNS },
  },
  {
    dialect: "trl",
    path: "completions/completions_00010.parquet",
    record: {
      step: 10n,
      prompt: "user\nq\nassistant\n",
      completion: BARE_RESPONSE,
      accuracy_reward: 1,
      format_reward: Number.NaN,
      solution_length: 12,
      advantage: 0.87,
    },
    expected: { batch: 10n, group: undefined, reward: 1, advantage: 0.87, observations: TWO_TURNS },
  },
  {
    dialect: "ms-swift",
    path: "completions.jsonl",
    record: {
      step: ["1", "1"],
      prompt: [QWEN_PROMPT, QWEN_PROMPT],
      completion: [QWEN_RESPONSE, "no"],
      Accuracy: [1, 0],
      Format: [0.5, 0.5],
      advantages: [0.7, -0.7],
      entropy: [3, 4],
      num_turns: [2, 1],
    },
    expected: { batch: "1", group: undefined, reward: 1.5, advantage: 0.7, observations: TWO_TURNS, rollouts: 2 },
  },
  {
    dialect: "prime-rl",
    path: "rollouts/step_4/train_rollouts.jsonl",
    record: { example_id: 9, prompt: CHAT.slice(0, 2), completion: CHAT.slice(2), reward: 1, answer: "a", task: "t" },
    expected: { batch: 4, group: 9, reward: 1, groundTruth: "a", observations: TWO_TURNS },
  },
  {
    dialect: "verifiers",
    path: "outputs/evals/e--m/1/results.jsonl",
    record: { id: "old", prompt: CHAT.slice(0, 2), completion: CHAT.slice(2), reward: 1, answer: "a", task: "t" },
    expected: { batch: null, group: "old", reward: 1, prompt: CHAT.slice(0, 2), observations: TWO_TURNS },
  },
  {
    dialect: "verifiers-v1",
    path: "rollouts/step_5/train/effective/traces.jsonl",
    record: {
      id: "e1",
      task: { type: "T", data: { answer: "a" }, key: "k" },
      group: { id: "g1" },
      run: { type: "train", id: "r", work: { type: "train", step: 5 } },
      traces: [
        {
          id: "t1",
          agent: { name: "solver", trainable: true },
          info: { advantage: 0.5 },
          rewards: { correct: { score: 1, weight: 1 }, format: { score: 0.5, weight: 0.2 } },
          nodes: [
            { parent: null, message: CHAT[0] ?? null, sampled: false, token_ids: [1], mask: [false], logprobs: [] },
            { parent: 0, message: CHAT[1] ?? null, sampled: false, token_ids: [2], mask: [false], logprobs: [] },
            {
              parent: 1,
              message: {
                role: "assistant",
                content: "look",
                tool_calls: [{ id: "c1", name: "search", arguments: '{"query":"x"}' }],
              },
              sampled: true,
              token_ids: [3, 4, 5],
              mask: [false, true, true],
              logprobs: [-1, -2],
              advantages: [0.5, 0.5],
            },
            { parent: 2, message: CHAT[3] ?? null, sampled: false, token_ids: [6], mask: [false], logprobs: [] },
            {
              parent: 3,
              message: CHAT[4] ?? null,
              sampled: true,
              token_ids: [7],
              mask: [true],
              logprobs: [-3],
              advantages: [0.5],
            },
          ],
        },
        { id: "t2", agent: { name: "judge", trainable: false }, nodes: [], rewards: {} },
      ],
    },
    expected: {
      batch: 5,
      group: "g1",
      id: "t1",
      reward: 1.1,
      prompt: CHAT.slice(0, 2),
      groundTruth: "a",
      advantage: 0.5,
      observations: TWO_TURNS,
      rollouts: 1,
    },
  },
  {
    dialect: "art",
    path: ".art/p/models/m/trajectories/train/0012.jsonl",
    record: {
      trajectories: [
        {
          reward: 1,
          metrics: {},
          metadata: {},
          messages_and_choices: [
            ...CHAT.slice(0, 2),
            { finish_reason: "tool_calls", index: 0, message: CHAT[2] ?? null },
            CHAT[3] ?? null,
            { finish_reason: "stop", index: 0, message: CHAT[4] ?? null },
          ],
        },
        { reward: 0, messages_and_choices: CHAT },
      ],
    },
    expected: { batch: 12, group: 0, reward: 1, prompt: CHAT.slice(0, 2), observations: TWO_TURNS, rollouts: 2 },
  },
  {
    dialect: "art",
    path: ".art/p/models/m/trajectories/train/0012.parquet",
    record: {
      group_index: 3n,
      reward: 1,
      messages: CHAT.map((message) => ({
        ...message,
        tool_calls: message.role === "assistant" && "tool_calls" in message ? JSON.stringify(CALLS) : null,
        trainable: message.role === "assistant",
      })),
    },
    expected: { batch: 12, group: 3n, reward: 1, observations: TWO_TURNS },
  },
  {
    dialect: "rllm",
    path: "episodes/train_step_3_epoch_0/episode_hash1_idt_0.json",
    record: {
      training_step: 3,
      episode_id: "task-1:0",
      task: { question: "q" },
      is_correct: true,
      trajectories: [
        {
          name: "solver",
          uid: "u",
          reward: 1,
          steps: [{ chat_completions: CHAT.slice(0, 3) }, { chat_completions: CHAT }],
        },
      ],
    },
    expected: {
      batch: 3,
      group: "task-1",
      id: "task-1:0",
      reward: 1,
      prompt: { question: "q" },
      observations: TWO_TURNS,
    },
  },
  {
    dialect: "atropos",
    path: "groups.jsonl",
    record: {
      tokens: [
        [1, 2, 3, 4, 5],
        [1, 2],
      ],
      masks: [
        [-100, 2, 3, -100, 5],
        [-100, 2],
      ],
      scores: [0.5, 0],
      advantages: [
        [0, 1, 1, 0, 1],
        [0, -1],
      ],
      messages: [CHAT, CHAT.slice(0, 2).concat({ role: "assistant", content: "no" })],
    },
    expected: { batch: null, group: 0, reward: 0.5, prompt: CHAT.slice(0, 2), observations: TWO_TURNS, rollouts: 2 },
  },
  {
    dialect: "nemo-rl",
    path: "exp_001/train_data_step12.jsonl",
    record: {
      content: [["s", "q", HERMES, "found", "done"]],
      rewards: [1],
      input_lengths: [6],
      token_ids: [[1, 2, 3, 4, 5, 6, 0, 0]],
      token_loss_mask: [[0, 0, 1, 1, 0, 1, 0, 0]],
      sample_loss_mask: [1],
      advantages: [[0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7]],
      generation_logprobs: [[0, 0, -1, -1, 0, -1, 0, 0]],
      prev_logprobs: [[0, 0, -1, -1, 0, -1, 0, 0]],
      idx: 0,
    },
    expected: { batch: 12, group: undefined, id: 0, reward: 1, prompt: ["s", "q"], observations: TWO_TURNS },
  },
  {
    dialect: "nemo-gym",
    path: "x_rollouts.jsonl",
    record: {
      responses_create_params: { input: [{ role: "user", content: "q" }], tools: [] },
      response: {
        output: [
          { type: "reasoning", summary: [{ type: "summary_text", text: "hm" }] },
          { type: "function_call", call_id: "c1", name: "search", arguments: '{"query":"x"}' },
          { type: "function_call_output", call_id: "c1", output: "found" },
          { type: "message", role: "assistant", content: [{ type: "output_text", text: "done" }] },
        ],
      },
      reward: 1,
      _ng_task_index: 4,
      _ng_rollout_index: 2,
    },
    expected: {
      batch: null,
      group: 4,
      id: 2,
      reward: 1,
      prompt: [{ role: "user", content: "q" }],
      observations: TWO_TURNS,
    },
  },
  {
    dialect: "open-instruct",
    path: "r_rollouts_000000.jsonl",
    record: {
      step: 2,
      sample_idx: 5,
      prompt_idx: 1,
      prompt_tokens: [1],
      response_tokens: [2],
      reward: 1,
      advantage: 0.5,
    },
    expected: { batch: 2, group: 1, id: 5, reward: 1, advantage: 0.5, observations: [[]] },
  },
  {
    dialect: "areal",
    path: "rollout/5/42.jsonl",
    record: {
      task_id: 42,
      sample_idx: 0,
      seqlen: 9,
      prompt_len: 4,
      head_version: 5,
      tail_version: 5,
      reward: 1,
      prompt: QWEN_PROMPT + QWEN_RESPONSE.slice(0, 20),
      completion: QWEN_RESPONSE.slice(20),
    },
    expected: { batch: 5, group: 42, id: 0, reward: 1, prompt: QWEN_PROMPT, observations: TWO_TURNS },
  },
  {
    dialect: "tinker",
    path: "iteration_000003/train_rollout_summaries.jsonl",
    record: {
      schema_version: 1,
      iteration: 3,
      group_idx: 1,
      traj_idx: 0,
      total_reward: 0.5,
      final_reward: 0.5,
      steps: [{}, {}],
    },
    expected: { batch: 3, group: 1, id: 0, reward: 0.5, observations: [[], []] },
  },
  {
    dialect: "search-r1",
    path: "saved.jsonl",
    record: {
      text: "<|im_start|>user\nuse <search> and </search><|im_end|>\n<|im_start|>assistant\n<search>x</search>\n\n<information>found</information>\n\n<answer>a</answer>",
      reward: 1,
    },
    expected: {
      batch: null,
      group: undefined,
      reward: 1,
      prompt: "<|im_start|>user\nuse <search> and </search><|im_end|>\n<|im_start|>assistant\n",
      observations: TWO_TURNS,
    },
  },
  {
    dialect: "mmsearch-r1",
    path: "val_result_3.json",
    record: {
      step: 3,
      input_text: "q",
      image_url: "i.png",
      output_text: "<search><img></search>\n<information>found</information>\n<answer>a</answer>",
      score: 1,
      reward_model: { ground_truth: "a" },
    },
    expected: {
      batch: 3,
      group: undefined,
      reward: 1,
      prompt: ["i.png", "q"],
      groundTruth: "a",
      observations: TWO_TURNS,
    },
  },
  {
    dialect: "agent-lightning",
    path: "step_4/train_trajectories.jsonl",
    record: { rollout_id: "r1", reward: 1, prompt: QWEN_PROMPT, response: QWEN_RESPONSE },
    expected: { batch: 4, group: undefined, id: "r1", reward: 1, prompt: QWEN_PROMPT, observations: TWO_TURNS },
  },
  {
    dialect: "agent-lightning",
    path: "store.jsonl",
    record: {
      rollout: {
        rollout_id: "r1",
        input: { q: "q" },
        metadata: { batch_idx: 2, sample_idx_in_batch: 1, trial_idx_in_group: 0 },
      },
      events: [
        {
          event_type: "model_request",
          data: { request: { messages: CHAT.slice(0, 2) }, response: { choices: [{ message: CHAT[2] ?? null }] } },
        },
        {
          event_type: "model_request",
          data: { request: { messages: CHAT.slice(0, 4) }, response: { choices: [{ message: CHAT[4] ?? null }] } },
        },
        { event_type: "reward", data: { value: 1 } },
      ],
    },
    expected: { batch: 2, group: 1, id: "r1", reward: 1, prompt: { q: "q" }, observations: TWO_TURNS },
  },
  {
    dialect: "pipelinerl",
    path: "streams/actor/0/0/0.jsonl",
    record: {
      text: `${QWEN_PROMPT}<answer>a</answer>`,
      n_predicted: 2,
      reward: 1,
      input_ids: [1, 2, 3],
      labels: [-100, 2, 3],
      group_id: "g1",
      metadata: { model_version: 7, rollout_index: 0 },
    },
    expected: { batch: 7, group: "g1", id: 0, reward: 1, prompt: QWEN_PROMPT, observations: [[]] },
  },
  {
    dialect: "deepeyes",
    path: "rollout_data_rank0.jsonl",
    record: {
      step: 1,
      prompt: "p",
      response: QWEN_RESPONSE,
      response_tokens: ["a"],
      token_rewards: [1],
      reward: 1,
      ground_truth: "a",
    },
    expected: { batch: 1, group: undefined, reward: 1, prompt: "p", groundTruth: "a", observations: TWO_TURNS },
  },
  {
    dialect: "chat",
    path: "mine.jsonl",
    record: { messages: CHAT, score: 1, question_id: "q1", answer: "a" },
    expected: { batch: null, group: "q1", reward: 1, groundTruth: "a", observations: TWO_TURNS },
  },
];
