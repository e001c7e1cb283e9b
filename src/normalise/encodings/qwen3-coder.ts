import type { TextEncoding } from "./text-encoding.js";
import { type XmlSyntax, xmlCalls } from "./xml-function.js";

/** `<function=NAME><parameter=KEY>VALUE</parameter></function>`. */
export const FUNCTION_SYNTAX: XmlSyntax = {
  open: "<function=",
  nameEnd: ">",
  close: "</function>",
  parameter: "<parameter=",
  parameterNameEnd: ">",
  parameterClose: "</parameter>",
};

/** Qwen3-Coder: the functions stand in `<tool_call>`, closed or not. */
export const qwen3Coder: TextEncoding = {
  name: "qwen3-coder",
  openers: ["<tool_call>"],
  read(finder, at) {
    const start = at + "<tool_call>".length;
    if (!/^\s{0,50}<function=/.test(finder.text.slice(start, start + 64))) return null;
    const stop = finder.earliest(["</tool_call>", "<tool_call>", "<tool_response>"], start);
    const end = finder.text.startsWith("</tool_call>", stop) ? stop + "</tool_call>".length : stop;
    return { calls: xmlCalls(finder, start, stop, FUNCTION_SYNTAX), end };
  },
};
