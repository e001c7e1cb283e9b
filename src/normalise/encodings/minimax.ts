import type { TextEncoding } from "./text-encoding.js";
import { xmlCalls } from "./xml-function.js";

const OPEN = "<minimax:tool_call>";
const CLOSE = "</minimax:tool_call>";

/** MiniMax: `<minimax:tool_call><invoke name="N"><parameter name="K">V</parameter></invoke></minimax:tool_call>`. */
export const minimax: TextEncoding = {
  name: "minimax",
  openers: [OPEN],
  read(finder, at) {
    const start = at + OPEN.length;
    const stop = finder.earliest([CLOSE, OPEN], start);
    const end = finder.text.startsWith(CLOSE, stop) ? stop + CLOSE.length : stop;
    const calls = xmlCalls(finder, start, stop, {
      open: '<invoke name="',
      nameEnd: '"',
      close: "</invoke>",
      parameter: '<parameter name="',
      parameterNameEnd: '"',
      parameterClose: "</parameter>",
    });
    return { calls, end };
  },
};
