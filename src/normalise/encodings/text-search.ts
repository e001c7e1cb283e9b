import { readTag } from "./tag.js";
import type { TextEncoding } from "./text-encoding.js";

/** `<text_search>QUERY</text_search>` (MMSearch-R1). */
export const textSearch: TextEncoding = {
  name: "text-search",
  openers: ["<text_search>"],
  read(finder, at, context) {
    return readTag(finder, at, { open: "<text_search>", close: "</text_search>" }, context, (query) => ({
      id: null,
      tool: "text_search",
      arguments: { query },
      raw: null,
    }));
  },
};
