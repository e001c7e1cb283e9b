import type { JsonObject } from "../../model/json.js";
import { MAP_NAMES } from "../../model/names.js";
import type { DialectContext, Sourced } from "../dialect.js";
import { flatDialect } from "../flat-dialect.js";
import { knownBy, surest, UNKNOWN } from "../known-by.js";
import { at, firstOf, valueAt } from "../path.js";
import { completionTurns } from "../turns/completion.js";
import { splitPrompt } from "../turns/split-prompt.js";

const MESSAGES = ["messages", "conversation", "conversations", "trajectory", "history"];
const RESPONSE = ["completion", "response", "output"];
const REWARD = ["reward", "score", "total_reward", "metadata.total_reward"];
const GROUP = [
  "group",
  "group_id",
  "group_index",
  "prompt_id",
  "problem_id",
  "question_id",
  "task_id",
  "metadata.group_id",
];

/** Any log of conversations with rewards, by obvious names or by those that the user gives. */
export const chat = flatDialect({
  name: "chat",
  framework: "any other",
  writes: "records with a conversation and a reward, under obvious names or under those of `--map`",
  detect(sample, { map }) {
    if (map.has("messages") || map.has("response")) return { confidence: 1, because: "--map names the conversation" };
    const found = (names: readonly string[]) =>
      names.find((name) => sample.some((record) => valueAt(record, name) !== undefined));
    const [messages, response, reward] = [found(MESSAGES), found(RESPONSE), found(REWARD)];
    // Without a reward that is known by its name, --reward may name it, or each record is rejected for want of it.
    if (reward === undefined) return messages === undefined ? UNKNOWN : knownBy(sample, 0.1, [messages]);
    return surest(
      messages === undefined ? UNKNOWN : knownBy(sample, 0.3, [messages, reward]),
      response === undefined ? UNKNOWN : knownBy(sample, 0.2, [response, reward]),
    );
  },
  stepInFileName: false,
  notes: [
    `--map NAME=FIELD,... names what is elsewhere: ${MAP_NAMES.join(", ")}.`,
    "`messages` is a whole conversation; `response` is what follows a prompt that is kept apart, as messages or as one text.",
  ],
  groups: "declared",
  map: {
    batch: ["step", "batch", "global_step", "iteration"],
    group: GROUP,
    rollout: ["rollout_id", "sample_id", "id"],
    reward: REWARD,
    advantage: "advantage",
    prompt: ["prompt", "question", "input"],
    groundTruth: ["answer", "ground_truth"],
  },
  conversation: [...MESSAGES, ...RESPONSE],
  extraFields: () => null,
  read(record, { map }) {
    const messages = whole(record, map, "messages", MESSAGES);
    const response = whole(record, map, "response", RESPONSE);
    if (map.has("response") || messages.value === undefined) return completionTurns(response.value, response.field);
    return splitPrompt(messages.value, messages.field);
  },
});

/** A field by the user's name for it, else by the first obvious one. */
function whole(record: JsonObject, map: DialectContext["map"], name: string, obvious: readonly string[]): Sourced {
  const path = map.get(name);
  return path === undefined ? firstOf(record, obvious) : at(record, path);
}
