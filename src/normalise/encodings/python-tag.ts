import { readTag } from "./tag.js";
import type { TextEncoding } from "./text-encoding.js";

/** `<python>CODE</python>`. */
export const pythonTag: TextEncoding = {
  name: "python-tag",
  openers: ["<python>"],
  read(finder, at, context) {
    return readTag(finder, at, { open: "<python>", close: "</python>" }, context, (code) => ({
      id: null,
      tool: "python",
      arguments: { code },
      raw: null,
    }));
  },
};
