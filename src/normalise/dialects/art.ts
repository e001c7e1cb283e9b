import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import { batchFromPath } from "../batch-from-path.js";
import type { Dialect, DialectContext, Draft } from "../dialect.js";
import { fault, isFault } from "../fault.js";
import { knownBy, surest } from "../known-by.js";
import { at, NOTHING } from "../path.js";
import { chatMessages } from "../turns/chat.js";
import { turnsOf } from "../turns/conversation.js";
import { splitPrompt } from "../turns/split-prompt.js";

const PARQUET = ["group_index", "reward", "messages"];

/** ART: a JSONL line is a group of trajectories; a Parquet row is one trajectory. */
export const art: Dialect = {
  name: "art",
  framework: "ART (OpenPipe)",
  writes:
    "`.art/{project}/models/{model}/trajectories/{split}/{step}.{jsonl,parquet}`, by itself; a line a group, a Parquet row a rollout",
  detect: (sample) =>
    surest(
      knownBy(sample, 0.95, ["trajectories"], (record) => {
        const list = field(record, "trajectories");
        return (
          Array.isArray(list) && list.every((one) => isObject(one) && field(one, "messages_and_choices") !== undefined)
        );
      }),
      knownBy(sample, 0.96, PARQUET),
    ),
  fields: () => ["trajectories", "group_index", "reward", "messages"],
  stepInFileName: true,
  batchFields: [],
  notes: [
    "The step is only in the file's name.",
    "Only what the policy said is a turn: a Choice, or a message with `trainable`; where nothing is marked, every assistant message.",
    "Older versions write YAML, which is not read.",
  ],
  groups: "declared",
  mapping: [
    { name: "group", field: "the line, or group_index" },
    { name: "reward", field: "trajectories[].reward, or reward" },
    { name: "turns", field: "trajectories[].messages_and_choices, or messages" },
  ],
  *drafts(record, context) {
    const list = field(record, "trajectories");
    if (list === undefined) yield trajectoryDraft(record, at(record, "group_index").value, "messages", context);
    else if (!Array.isArray(list)) yield fault("trajectories are not a list", "trajectories", "a list", list);
    else {
      for (const [i, one] of list.entries()) {
        if (isObject(one)) yield trajectoryDraft(one, context.row, "messages_and_choices", context);
        else yield fault("trajectory is not an object", `trajectories[${i}]`, "a trajectory", one);
      }
    }
  },
};

function trajectoryDraft(
  record: JsonObject,
  group: JsonValue | undefined,
  key: string,
  { path }: DialectContext,
): Draft {
  return {
    record,
    batch: NOTHING,
    group: { value: group, field: "group_index" },
    // Groups are counted anew in every file; within a step there is one file.
    ...(batchFromPath(path) === null && { groupScope: path }),
    id: NOTHING,
    groundTruth: NOTHING,
    reward: at(record, "reward"),
    ...policyTurns(field(record, key), key),
  };
}

function policyTurns(list: JsonValue | undefined, path: string): Pick<Draft, "prompt" | "turns"> {
  if (!Array.isArray(list)) return splitPrompt(list, path);
  const plain = list.map((one) => (isChoice(one) ? (field(one, "message") ?? null) : one));
  const marked = list.map((one) => isChoice(one) || (isObject(one) && field(one, "trainable") === true));
  const first = marked.indexOf(true);
  if (first < 0) return splitPrompt(plain, path);
  const prompt = { value: plain.slice(0, first), field: path };
  const kept = plain.filter(
    (one, i) => i >= first && (marked[i] || !isObject(one) || field(one, "role") !== "assistant"),
  );
  const messages = chatMessages(kept, path, first);
  return { prompt, turns: isFault(messages) ? messages : turnsOf(messages) };
}

function isChoice(value: JsonValue): value is JsonObject {
  return isObject(value) && isObject(field(value, "message"));
}
