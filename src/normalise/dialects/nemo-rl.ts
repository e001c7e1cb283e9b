import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { Sourced } from "../dialect.js";
import { fault } from "../fault.js";
import { flatDialect } from "../flat-dialect.js";
import { knownBy, surest } from "../known-by.js";
import { at } from "../path.js";
import { turnsOf } from "../turns/conversation.js";
import type { Message } from "../turns/message.js";
import { type PromptAndTurns, splitPrompt } from "../turns/split-prompt.js";
import { nemoRlWriteBack } from "../write-back/nemo-rl.js";

/** NeMo-RL: every value is a list of one, and messages are texts without roles. */
export const nemoRl = flatDialect({
  name: "nemo-rl",
  framework: "NeMo-RL",
  writes: "`{log}/exp_NNN/train_data_stepN.jsonl`, by itself; a row a rollout",
  detect: (sample) =>
    surest(
      knownBy(sample, 0.95, ["content", "rewards", "token_ids", "token_loss_mask"]),
      knownBy(sample, 0.6, ["content", "rewards"], (record) => Array.isArray(field(record, "content"))),
    ),
  stepInFileName: true,
  notes: [
    "The step is only in the file's name. No group is named: rollouts with equal prompts are one group.",
    "Messages have no roles: from the last, every second one is the policy's, as many as the mask has runs.",
    "Advantages stand over the whole sequence: only those under `token_loss_mask` count.",
    "NeMo-RL subtracts the mean of the other rollouts by default: compare with `--estimator rloo`.",
  ],
  groups: "inferred",
  writeBack: nemoRlWriteBack,
  map: { rollout: "idx", reward: "rewards.0" },
  conversation: ["content"],
  extraFields: (need) => [
    "input_lengths",
    "token_loss_mask",
    ...(need.advantages ? ["advantages"] : []),
    ...(need.logprobs ? ["prev_logprobs", "generation_logprobs"] : []),
  ],
  read: (record) => ({
    ...conversation(record),
    tokens: {
      mask: only(record, "token_loss_mask"),
      advantages: only(record, "advantages"),
      logprobs: only(record, "prev_logprobs"),
      oldLogprobs: only(record, "generation_logprobs"),
    },
  }),
});

/** The value in a list of one. */
function only(record: JsonObject, key: string): Sourced {
  const { value } = at(record, key);
  return { value: Array.isArray(value) ? value[0] : value, field: key };
}

function conversation(record: JsonObject): PromptAndTurns {
  const { value, field: path } = only(record, "content");
  if (!Array.isArray(value))
    return { prompt: only(record, "content"), turns: fault("content is not a list", path, "messages", value) };
  if (value.some(isObject)) return splitPrompt(value, path);
  const texts = value.map((text) => (typeof text === "string" ? text : ""));
  const { runs, open } = maskShape(only(record, "token_loss_mask").value, only(record, "input_lengths").value);
  const last = open ? texts.length - 1 : texts.length - 2;
  const first = Math.max(0, last - 2 * (runs - 1));
  const messages = texts.slice(first).map((text, i) => message(text, i % 2 === 0));
  return { prompt: { value: value.slice(0, first), field: path }, turns: turnsOf(messages) };
}

/** Runs of the mask, and whether the sequence ends in one. Without a mask: one turn, at the end. */
function maskShape(
  mask: JsonValue | undefined,
  length: JsonValue | undefined,
): { readonly runs: number; readonly open: boolean } {
  if (!Array.isArray(mask)) return { runs: 1, open: true };
  const end = typeof length === "number" ? Math.min(length, mask.length) : mask.length;
  const runs = mask.filter((one, i) => one === 1 && mask[i - 1] !== 1).length;
  return { runs: Math.max(runs, 1), open: runs === 0 || mask[end - 1] === 1 };
}

function message(text: string, policy: boolean): Message {
  const results = policy ? [] : [{ id: null, text: text.trim() }];
  return { role: policy ? "assistant" : "tool", text, calls: [], results, observation: text, chars: null };
}
