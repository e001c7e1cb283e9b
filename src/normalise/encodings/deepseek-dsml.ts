import type { TextEncoding } from "./text-encoding.js";
import { xmlCalls } from "./xml-function.js";

const MARK = "｜DSML｜";
const OPENERS = [`<${MARK}tool_calls>`, `<${MARK}function_calls>`];
const CLOSERS = [`</${MARK}tool_calls>`, `</${MARK}function_calls>`];

/** DeepSeek DSML: `<｜DSML｜tool_calls><｜DSML｜invoke name="N"><｜DSML｜parameter name="K" string="true">V</...>`. */
export const deepseekDsml: TextEncoding = {
  name: "deepseek-dsml",
  openers: OPENERS,
  read(finder, at) {
    const start = finder.next(">", at) + 1;
    const stop = finder.earliest([...CLOSERS, ...OPENERS], start);
    const closer = CLOSERS.find((text) => finder.text.startsWith(text, stop));
    const calls = xmlCalls(finder, start, stop, {
      open: `<${MARK}invoke name="`,
      nameEnd: '"',
      close: `</${MARK}invoke>`,
      parameter: `<${MARK}parameter name="`,
      parameterNameEnd: '"',
      parameterClose: `</${MARK}parameter>`,
    });
    return { calls, end: stop + (closer?.length ?? 0) };
  },
};
