import { field, isObject } from "../../json/field.js";
import { callFrom, tryParse } from "./arguments.js";
import type { TextEncoding } from "./text-encoding.js";

/**
 * A line that is `{"name": ..., "arguments": {...}}` and nothing else: Hermes calls whose tags were special tokens and got
 * lost, and, with `parameters`, calls of Llama 3.
 */
export const bareJson: TextEncoding = {
  name: "bare-json",
  openers: ['{"name"'],
  read(finder, at) {
    const end = finder.next("\n", at);
    if (at > 0 && finder.text[at - 1] !== "\n") return null;
    const value = tryParse(finder.text.slice(at, end));
    if (!isObject(value) || typeof field(value, "name") !== "string") return null;
    const args = field(value, "arguments") ?? field(value, "parameters");
    return isObject(args) ? { calls: [callFrom(field(value, "name"), args)], end } : null;
  },
};
