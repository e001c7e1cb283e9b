import { FUNCTION_SYNTAX } from "./qwen3-coder.js";
import type { TextEncoding } from "./text-encoding.js";
import { xmlCalls } from "./xml-function.js";

const OPEN = "<seed:tool_call>";
const CLOSE = "</seed:tool_call>";

/** Seed-OSS: Qwen3-Coder's functions in `<seed:tool_call>`. */
export const seed: TextEncoding = {
  name: "seed",
  openers: [OPEN],
  read(finder, at) {
    const start = at + OPEN.length;
    const stop = finder.earliest([CLOSE, OPEN], start);
    const end = finder.text.startsWith(CLOSE, stop) ? stop + CLOSE.length : stop;
    return { calls: xmlCalls(finder, start, stop, FUNCTION_SYNTAX), end };
  },
};
