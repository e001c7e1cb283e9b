import type { TextEncoding } from "./text-encoding.js";

const OPEN = "My previous action is invalid.";
const CLOSE = "Let me try again.";

/** What Search-R1's environment writes into the text after an invalid action. It names the tags, so it must not be read as a call. */
export const invalidAction: TextEncoding = {
  name: "invalid-action",
  openers: [OPEN],
  read(finder, at) {
    const stop = finder.next(CLOSE, at);
    return stop === finder.text.length ? null : { calls: [], end: stop + CLOSE.length, environment: true };
  },
};
