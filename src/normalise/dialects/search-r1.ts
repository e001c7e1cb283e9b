import { field } from "../../json/field.js";
import type { Sourced } from "../dialect.js";
import { flatDialect } from "../flat-dialect.js";
import { knownBy, surest } from "../known-by.js";
import { firstOf } from "../path.js";
import { splitConversationText } from "../turns/conversation-text.js";

const TAGS = /<search>|<information>/;
const TEXTS = ["text", "sequence", "sequences_str"];

/** What a plain transcript has; it is not made up. */
const NO_REWARD: Sourced = {
  value: undefined,
  field: "reward",
  expected: 'a reward, which a transcript does not have: write it as JSONL, {"text": ..., "reward": ..., "group": ...}',
};

/** Search-R1: conversations as one text, as its trainer prints them. */
export const searchR1 = flatDialect({
  name: "search-r1",
  framework: "Search-R1",
  writes: "nothing: conversations that the user saved from standard output, one a record, with a reward",
  detect: (sample) =>
    surest(
      ...TEXTS.map((name) =>
        knownBy(sample, 0.5, [name], (record) => {
          const text = field(record, name);
          return typeof text === "string" && TAGS.test(text);
        }),
      ),
    ),
  stepInFileName: false,
  notes: ["Search-R1 keeps no log: the reward must be added to each record, as `reward` or `score`."],
  groups: "inferred",
  map: { batch: "step", group: "group", reward: ["reward", "score"], groundTruth: ["answer", "golden_answers"] },
  conversation: TEXTS,
  read(record, { format }) {
    const text = firstOf(record, TEXTS);
    const split = splitConversationText(text.value, text.field);
    return format === "text" ? { ...split, reward: NO_REWARD } : split;
  },
});
