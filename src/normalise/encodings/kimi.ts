import { callFrom } from "./arguments.js";
import type { TextEncoding } from "./text-encoding.js";

const OPEN = "<|tool_call_begin|>";
const MIDDLE = "<|tool_call_argument_begin|>";
const CLOSE = "<|tool_call_end|>";

/** Kimi-K2: `<|tool_call_begin|>functions.NAME:0<|tool_call_argument_begin|>{...}<|tool_call_end|>`. */
export const kimi: TextEncoding = {
  name: "kimi",
  openers: [OPEN],
  read(finder, at) {
    const start = at + OPEN.length;
    const stop = finder.earliest([CLOSE, OPEN], start);
    const middle = Math.min(finder.next(MIDDLE, start), stop);
    const id = finder.text.slice(start, middle).trim();
    const name = id.replace(/^functions\./, "").replace(/:\d+$/, "");
    const args = finder.text.slice(Math.min(middle + MIDDLE.length, stop), stop);
    const end = finder.text.startsWith(CLOSE, stop) ? stop + CLOSE.length : stop;
    return { calls: [callFrom(name, args, id)], end };
  },
};
