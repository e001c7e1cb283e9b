import { isObject } from "../../json/field.js";
import type { FoundCall } from "../turns/message.js";
import { callFrom, malformed, tryParse, UNKNOWN_TOOL } from "./arguments.js";
import { jsonPrefix } from "./json-prefix.js";
import { openaiCall } from "./openai.js";
import type { TextEncoding } from "./text-encoding.js";

const OPEN = "[TOOL_CALLS]";
const ENDS = [OPEN, "[/TOOL_CALLS]", "[TOOL_RESULTS]", "</s>"];

/** Mistral: `[TOOL_CALLS][{"name": ..., "arguments": {...}}]`, or `[TOOL_CALLS]NAME[ARGS]{...}` for each call. */
export const mistral: TextEncoding = {
  name: "mistral",
  openers: [OPEN],
  read(finder, at) {
    const start = at + OPEN.length;
    const stop = finder.earliest(ENDS, start);
    const body = finder.text.slice(start, stop);
    const head = /^\s{0,20}([\w.:/-]{1,200})(?:\[CALL_ID\]([\w-]{1,100}))?(?:\[ARGS\])?(?=\s{0,20}\{)/.exec(body);
    const json = jsonPrefix(head === null ? body : body.slice(head[0].length));
    if (json === null) return { calls: [malformed(head?.[1] ?? UNKNOWN_TOOL, body.trim())], end: stop };
    const end = start + body.indexOf(json, head?.[0].length ?? 0) + json.length;
    return { calls: head === null ? listed(json) : [callFrom(head[1], json, head[2] ?? null)], end };
  },
};

function listed(json: string): readonly FoundCall[] {
  const value = tryParse(json);
  const list = Array.isArray(value) ? value : [value ?? null];
  return list.map((one) => (isObject(one) ? openaiCall(one) : malformed(UNKNOWN_TOOL, json)));
}
