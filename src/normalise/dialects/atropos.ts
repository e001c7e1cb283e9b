import { field } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { Dialect, DialectContext, Draft, Sourced } from "../dialect.js";
import { fault } from "../fault.js";
import { knownBy } from "../known-by.js";
import { NOTHING } from "../path.js";
import { splitConversationText } from "../turns/conversation-text.js";
import { splitPrompt } from "../turns/split-prompt.js";
import { textlessTurns } from "../turns/textless.js";
import { atroposWriteBack } from "../write-back/atropos.js";

const NOT_POLICY = -100;

/** atropos: a line is a group. */
export const atropos: Dialect = {
  name: "atropos",
  framework: "atropos",
  writes: "the file of `--env.data_path_to_save_groups`; a line a group",
  detect: (sample) => knownBy(sample, 0.95, ["tokens", "masks", "scores"]),
  fields: (need) => [
    "scores",
    "messages",
    "masks",
    ...(need.advantages ? ["advantages"] : []),
    ...(need.logprobs ? ["inference_logprobs"] : []),
  ],
  stepInFileName: false,
  batchFields: [],
  notes: [
    "Groups whose scores are all equal are not written by default: shares over all groups are too high.",
    "A line is a group, whatever its prompt.",
  ],
  groups: "declared",
  writeBack: atroposWriteBack,
  mapping: [
    { name: "group", field: "the line" },
    { name: "reward", field: "scores[]" },
    { name: "advantage", field: "advantages[][]" },
    { name: "prompt", field: "messages[] before the first turn" },
    { name: "turns", field: "messages[]" },
    { name: "policy mask", field: `masks[][] other than ${NOT_POLICY}` },
  ],
  *drafts(record, context) {
    const scores = field(record, "scores");
    if (Array.isArray(scores)) for (let i = 0; i < scores.length; i++) yield rolloutDraft(record, i, context);
    else yield fault("scores are not a list", "scores", "a list, a score per rollout", scores);
  },
};

function rolloutDraft(record: JsonObject, i: number, { row, path }: DialectContext): Draft {
  const advantages = element(record, "advantages", i);
  const mask = policyMask(element(record, "masks", i));
  return {
    record,
    batch: NOTHING,
    group: { value: row, field: "" },
    groupScope: path,
    id: NOTHING,
    groundTruth: NOTHING,
    reward: element(record, "scores", i),
    ...conversation(element(record, "messages", i), mask),
    ...(!Array.isArray(advantages.value) && { advantage: advantages }),
    tokens: {
      mask,
      ...(Array.isArray(advantages.value) && { advantages }),
      oldLogprobs: element(record, "inference_logprobs", i),
    },
  };
}

function element(record: JsonObject, key: string, i: number): Sourced {
  const list = field(record, key);
  return { value: Array.isArray(list) ? list[i] : undefined, field: `${key}[${i}]` };
}

/** A mask of atropos holds the token's id where the policy wrote it. */
function policyMask({ value, field: path }: Sourced): Sourced {
  return { value: Array.isArray(value) ? value.map((one) => (one === NOT_POLICY ? 0 : 1)) : value, field: path };
}

/** Messages, or one text of them; without either only the mask says how many turns there are. */
function conversation({ value, field: path }: Sourced, mask: Sourced): Pick<Draft, "prompt" | "turns"> {
  if (typeof value === "string") return splitConversationText(value, path);
  if (value !== undefined && value !== null) return splitPrompt(value, path);
  return { prompt: NOTHING, turns: textlessTurns(runsOf(mask.value)) };
}

function runsOf(mask: JsonValue | undefined): number {
  return Array.isArray(mask) ? mask.filter((one, i) => one === 1 && mask[i - 1] !== 1).length : 0;
}
