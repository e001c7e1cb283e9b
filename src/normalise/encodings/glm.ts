import type { JsonObject } from "../../model/json.js";
import { malformed, UNKNOWN_TOOL } from "./arguments.js";
import type { Finder } from "./finder.js";
import type { TextEncoding } from "./text-encoding.js";
import { xmlValue } from "./xml-value.js";

const OPEN = "<tool_call>";
const CLOSE = "</tool_call>";

/** GLM-4.5: `<tool_call>NAME<arg_key>K</arg_key><arg_value>V</arg_value>...</tool_call>`. */
export const glm: TextEncoding = {
  name: "glm",
  openers: [OPEN],
  read(finder, at) {
    const start = at + OPEN.length;
    const stop = finder.earliest([CLOSE, OPEN], start);
    const keys = finder.next("<arg_key>", start);
    const name = finder.text.slice(start, Math.min(stop, keys, start + 200)).trim();
    if (!/^[\w.:/-]+$/.test(name)) return null;
    const end = finder.text.startsWith(CLOSE, stop) ? stop + CLOSE.length : stop;
    const args = keys < stop ? glmArguments(finder, start, stop) : {};
    if (args === null) return { calls: [malformed(name || UNKNOWN_TOOL, finder.text.slice(start, stop))], end };
    return { calls: [{ id: null, tool: name, arguments: args, raw: null }], end };
  },
};

function glmArguments(finder: Finder, from: number, to: number): JsonObject | null {
  const args: JsonObject = Object.create(null) as JsonObject;
  for (let at = finder.next("<arg_key>", from); at < to; at = finder.next("<arg_key>", at + 1)) {
    const keyEnd = finder.next("</arg_key>", at);
    const valueStart = finder.next("<arg_value>", keyEnd) + "<arg_value>".length;
    if (valueStart > to) return null;
    const valueEnd = Math.min(finder.next("</arg_value>", valueStart), to);
    args[finder.text.slice(at + "<arg_key>".length, keyEnd).trim()] = xmlValue(finder.text.slice(valueStart, valueEnd));
  }
  return args;
}
