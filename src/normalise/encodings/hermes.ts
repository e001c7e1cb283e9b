import { isObject } from "../../json/field.js";
import type { JsonValue } from "../../model/json.js";
import type { FoundCall } from "../turns/message.js";
import { malformed, tryParse, UNKNOWN_TOOL } from "./arguments.js";
import { jsonPrefix } from "./json-prefix.js";
import { openaiCall } from "./openai.js";
import type { TextEncoding } from "./text-encoding.js";

const OPEN = "<tool_call>";
const CLOSE = "</tool_call>";
/** Where an unclosed call ends at the latest: stop strings are often eaten (DeepEyes: 2,122 opened, none closed). */
const ENDS = [CLOSE, OPEN, "<tool_response>", "<|im_end|>", "<answer>"];

/** `<tool_call>{"name": ..., "arguments": {...}}</tool_call>`, closed or not; the last of those that share the opener. */
export const hermes: TextEncoding = {
  name: "hermes",
  openers: [OPEN],
  read(finder, at) {
    const start = at + OPEN.length;
    const stop = finder.earliest(ENDS, start);
    const closed = finder.text.startsWith(CLOSE, stop);
    const body = finder.text.slice(start, stop);
    if (closed) return { calls: callsOf(tryParse(body), body), end: stop + CLOSE.length };
    const json = jsonPrefix(body);
    if (json === null) return { calls: [malformedCall(body)], end: stop };
    return { calls: callsOf(tryParse(json), json), end: start + body.indexOf(json) + json.length };
  },
};

/** The calls of a JSON value: `{name, arguments}` or a list of them. A list in a list is none: nothing is said of its depth. */
function callsOf(value: JsonValue | undefined, raw: string): readonly FoundCall[] {
  return Array.isArray(value) && value.length > 0 ? value.map((one) => callOf(one, raw)) : [callOf(value, raw)];
}

function callOf(value: JsonValue | undefined, raw: string): FoundCall {
  if (!isObject(value)) return malformedCall(raw);
  const call = openaiCall(value);
  return call.tool === UNKNOWN_TOOL ? malformedCall(raw) : { ...call, id: null };
}

const NAME = /"name"\s{0,20}:\s{0,20}"([^"\\\n]{1,200})"/;

/** A call whose body does not parse: its tool by what can be seen of the name. */
function malformedCall(body: string): FoundCall {
  return malformed(NAME.exec(body)?.[1] ?? UNKNOWN_TOOL, body.trim());
}
