import type { TextEncoding } from "./text-encoding.js";

const OPENERS = ["```python\n", "```py\n"];
const FENCE = "```";

/** Fenced Python that was run: what follows is a fence with its output, or it ends a turn that is answered. */
export const fencedPython: TextEncoding = {
  name: "fenced-python",
  openers: OPENERS,
  read(finder, at, context) {
    const start = finder.next("\n", at) + 1;
    const stop = finder.next(FENCE, start);
    if (stop === finder.text.length) return null;
    const end = stop + FENCE.length;
    const rest = finder.text.slice(end, end + 64);
    const run = /^\s*```output/.test(rest) || (context.answered && /^\s*$/.test(rest));
    if (!run) return null;
    return {
      calls: [{ id: null, tool: "python", arguments: { code: finder.text.slice(start, stop).trim() }, raw: null }],
      end,
    };
  },
};
