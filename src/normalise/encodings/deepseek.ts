import { callFrom } from "./arguments.js";
import type { TextEncoding } from "./text-encoding.js";

const OPEN = "<｜tool▁call▁begin｜>";
const MIDDLE = "<｜tool▁sep｜>";
const CLOSE = "<｜tool▁call▁end｜>";

/**
 * DeepSeek V3 and R1: `<｜tool▁call▁begin｜>function<｜tool▁sep｜>NAME`, then the arguments in a fence of JSON, and
 * `<｜tool▁call▁end｜>`. V3.1: `<｜tool▁call▁begin｜>NAME<｜tool▁sep｜>{...}<｜tool▁call▁end｜>`.
 */
export const deepseek: TextEncoding = {
  name: "deepseek",
  openers: [OPEN],
  read(finder, at) {
    const start = at + OPEN.length;
    const stop = finder.earliest([CLOSE, OPEN], start);
    const middle = Math.min(finder.next(MIDDLE, start), stop);
    const head = finder.text.slice(start, middle).trim();
    const body = finder.text.slice(Math.min(middle + MIDDLE.length, stop), stop).trim();
    const end = finder.text.startsWith(CLOSE, stop) ? stop + CLOSE.length : stop;
    return { calls: [head === "function" ? fencedCall(body) : callFrom(head, body)], end };
  },
};

function fencedCall(body: string) {
  const line = body.indexOf("\n");
  const name = line < 0 ? body : body.slice(0, line);
  const args = line < 0 ? "" : body.slice(line + 1);
  return callFrom(
    name.trim(),
    args
      .trim()
      .replace(/^```(?:json)?/, "")
      .replace(/```$/, ""),
  );
}
