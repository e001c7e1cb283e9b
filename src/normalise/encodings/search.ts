import { readTag } from "./tag.js";
import type { TextEncoding } from "./text-encoding.js";

/** `<search>QUERY</search>` (Search-R1, verl-tool); `<search><img></search>` searches with the prompt's own image (MMSearch-R1). */
export const search: TextEncoding = {
  name: "search",
  openers: ["<search>"],
  read(finder, at, context) {
    return readTag(finder, at, { open: "<search>", close: "</search>" }, context, (body) =>
      body === "<img>"
        ? { id: null, tool: "image_search", arguments: {}, raw: null }
        : { id: null, tool: "search", arguments: { query: body }, raw: null },
    );
  },
};
