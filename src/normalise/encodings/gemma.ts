import type { FoundCall } from "../turns/message.js";
import { callFrom, malformed, tryParse, UNKNOWN_TOOL } from "./arguments.js";
import type { TextEncoding } from "./text-encoding.js";

const NAME = /^\s{0,20}call:\s{0,20}([\w.:-]{1,200})\s{0,20}\{/;

/** Gemma 4: `<|tool_call>call:NAME{key:<|"|>text<|"|>,n:1,list:[...]}<tool_call|>`. */
export const gemma: TextEncoding = gemmaEncoding("gemma", "<|tool_call>", "<tool_call|>", '<|"|>');

/** FunctionGemma: `<start_function_call>call:NAME{key:<escape>text<escape>}<end_function_call>`. */
export const functionGemma: TextEncoding = gemmaEncoding(
  "function-gemma",
  "<start_function_call>",
  "<end_function_call>",
  "<escape>",
);

function gemmaEncoding(name: string, open: string, close: string, quote: string): TextEncoding {
  return {
    name,
    openers: [open],
    read(finder, at) {
      const start = at + open.length;
      const stop = finder.earliest([close, open], start);
      const end = finder.text.startsWith(close, stop) ? stop + close.length : stop;
      return { calls: [gemmaCall(finder.text.slice(start, stop), quote)], end };
    },
  };
}

function gemmaCall(body: string, quote: string): FoundCall {
  const head = NAME.exec(body);
  if (head === null) return malformed(UNKNOWN_TOOL, body.trim());
  const object = body.slice(head[0].length - 1).trimEnd();
  const args = object.endsWith("}") ? tryParse(asJson(object, quote)) : undefined;
  return args === undefined ? malformed(head[1] ?? UNKNOWN_TOOL, body.trim()) : callFrom(head[1], args);
}

/** JSON with its own marks for quotes and with bare keys -> JSON. One pass: texts and words are taken whole. */
function asJson(text: string, quote: string): string {
  const parts = text.split(quote);
  return parts.map((part, i) => (i % 2 === 1 ? JSON.stringify(part) : withQuotedKeys(part))).join("");
}

function withQuotedKeys(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[\s\S])*"|([A-Za-z_][\w.-]*)(\s*:)|[\w.-]+/g, (whole, key, colon) =>
    key === undefined ? whole : `"${key}"${colon}`,
  );
}
