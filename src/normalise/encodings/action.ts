import { field, isObject } from "../../json/field.js";
import { callFrom, tryParse } from "./arguments.js";
import { readTag } from "./tag.js";
import type { TextEncoding } from "./text-encoding.js";

/** `<action>BODY</action>` (verl-agent): a JSON body `{name, arguments}` is that tool's call, other text the tool `action`'s. */
export const action: TextEncoding = {
  name: "action",
  openers: ["<action>"],
  read(finder, at, context) {
    return readTag(finder, at, { open: "<action>", close: "</action>" }, context, (body) => {
      const json = body.startsWith("{") ? tryParse(body) : undefined;
      if (isObject(json) && typeof field(json, "name") === "string") {
        return callFrom(field(json, "name"), field(json, "arguments") ?? field(json, "parameters"));
      }
      return { id: null, tool: "action", arguments: { action: body }, raw: null };
    });
  },
};
