import { callFrom } from "./arguments.js";
import type { TextEncoding } from "./text-encoding.js";

const OPEN = " to=functions.";
const MESSAGE = "<|message|>";
const CLOSE = "<|call|>";

/** gpt-oss (Harmony): `<|channel|>commentary to=functions.NAME <|constrain|>json<|message|>{...}<|call|>`. */
export const gptOss: TextEncoding = {
  name: "gpt-oss",
  openers: [OPEN],
  read(finder, at) {
    const start = at + OPEN.length;
    const stop = finder.earliest([CLOSE, "<|start|>", "<|end|>"], start);
    const message = finder.next(MESSAGE, start);
    if (message >= stop) return null;
    const name = /^[^\s<]{1,200}/.exec(finder.text.slice(start, start + 200))?.[0];
    const end = finder.text.startsWith(CLOSE, stop) ? stop + CLOSE.length : stop;
    return { calls: [callFrom(name, finder.text.slice(message + MESSAGE.length, stop))], end };
  },
};
