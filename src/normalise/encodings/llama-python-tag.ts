import { isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { FoundCall } from "../turns/message.js";
import { malformed, tryParse, UNKNOWN_TOOL } from "./arguments.js";
import { jsonPrefix } from "./json-prefix.js";
import { openaiCall } from "./openai.js";
import type { TextEncoding } from "./text-encoding.js";

const OPEN = "<|python_tag|>";

/**
 * Llama 3: `<|python_tag|>` before `{"name": ..., "parameters": {...}}` (several with `;` between), before
 * `brave_search.call(query="...")`, or before code for the interpreter.
 */
export const llamaPythonTag: TextEncoding = {
  name: "llama-python-tag",
  openers: [OPEN],
  read(finder, at) {
    const start = at + OPEN.length;
    const stop = finder.earliest([OPEN, "<|eom_id|>", "<|eot_id|>"], start);
    const body = finder.text.slice(start, stop).trim();
    if (body.startsWith("{")) return { calls: jsonCalls(body), end: stop };
    const head = /^([\w.]{1,200})\.call\(/.exec(body);
    if (head === null)
      return { calls: [{ id: null, tool: "python", arguments: { code: body }, raw: null }], end: stop };
    const args = body.endsWith(")") ? keywords(body.slice(head[0].length, -1)) : null;
    const tool = head[1] ?? UNKNOWN_TOOL;
    return {
      calls: [args === null ? malformed(tool, body) : { id: null, tool, arguments: args, raw: null }],
      end: stop,
    };
  },
};

function jsonCalls(body: string): readonly FoundCall[] {
  const calls: FoundCall[] = [];
  let rest = body;
  for (;;) {
    const json = jsonPrefix(rest);
    const value = json === null ? undefined : tryParse(json);
    calls.push(isObject(value) ? openaiCall(value) : malformed(UNKNOWN_TOOL, json ?? rest));
    rest = json === null ? "" : rest.slice(rest.indexOf(json) + json.length).trimStart();
    if (!rest.startsWith(";")) return calls;
    rest = rest.slice(1).trimStart();
    if (rest === "") return calls;
  }
}

/** `key="text", key=1` as an object; null where it is anything else. */
function keywords(text: string): JsonObject | null {
  const pair = /\s*([A-Za-z_]\w{0,99})\s*=\s*("(?:[^"\\]|\\[\s\S])*"|[\w.+-]+)\s*(,|$)/y;
  const entries: [string, JsonValue][] = [];
  while (pair.lastIndex < text.length) {
    const [, key = "", value = ""] = pair.exec(text) ?? [];
    const parsed = tryParse(value);
    if (key === "" || parsed === undefined) return null;
    entries.push([key, parsed]);
  }
  return Object.fromEntries(entries);
}
