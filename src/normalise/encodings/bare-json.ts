import { field, isObject } from "../../json/field.js";
import { callFrom, tryParse } from "./arguments.js";
import type { TextEncoding } from "./text-encoding.js";

/** A line that is `{"name": ..., "arguments": {...}}` and nothing else: Hermes calls whose tags were special tokens and got lost. */
export const bareJson: TextEncoding = {
  name: "bare-json",
  openers: ['{"name"'],
  read(finder, at) {
    const end = finder.next("\n", at);
    if (at > 0 && finder.text[at - 1] !== "\n") return null;
    const value = tryParse(finder.text.slice(at, end));
    if (!isObject(value) || typeof field(value, "name") !== "string" || !isObject(field(value, "arguments")))
      return null;
    return { calls: [callFrom(field(value, "name"), field(value, "arguments"))], end };
  },
};
