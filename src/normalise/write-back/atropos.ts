import { field } from "../../json/field.js";
import { numbersText, type WriteBack } from "./write-back.js";

/** atropos: `advantages[i][t]`, as long as `tokens[i]`. A line is a group: its trainer wants all of its rollouts or none. */
export const atroposWriteBack: WriteBack = {
  field: "advantages[][]",
  patch(record, tokens) {
    const scores = field(record, "scores");
    const count = Array.isArray(scores) ? scores.length : 0;
    const lists = Array.from({ length: count }, (_, i) => tokens[i] ?? null);
    if (count === 0 || lists.includes(null)) return null;
    return new Map([["advantages", `[${lists.map((list) => numbersText(list ?? [])).join(",")}]`]]);
  },
};
