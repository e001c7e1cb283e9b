import { canonicalJson } from "../../json/canonical.js";
import type { Condenser } from "../../match/condense.js";
import { isAnswerTool } from "../../match/final-answer.js";
import type { Format } from "../../model/record.js";
import { openaiCalls } from "../../normalise/encodings/openai.js";
import type { FoundCall } from "../../normalise/turns/message.js";
import { withoutNulls } from "../../normalise/without-null-members.js";
import { parseBytes } from "../../read/parse-bytes.js";

/** A structured call as matching needs it, before it is answered. */
export interface KnownCall {
  readonly id: string | null;
  readonly tool: string;
  /** Canonical JSON of the arguments; null for a malformed call. */
  readonly args: string | null;
  readonly excluded: boolean;
  /** The call itself where it hands in the answer. */
  readonly answer: FoundCall | null;
}

/** Makes calls of the bytes of a `tool_calls` member. */
export class KnownCalls {
  constructor(
    private readonly condenser: Condenser,
    private readonly format: Format,
  ) {}

  /** The calls of `[start, end)`; null where that is no JSON. */
  of(bytes: Buffer, start: number, end: number): readonly KnownCall[] | null {
    const found = parsed(bytes, start, end, this.format);
    return found === null ? null : found.map((call) => this.#known(call));
  }

  #known(call: FoundCall): KnownCall {
    const { id, tool, arguments: args } = call;
    return {
      id,
      tool,
      args: args === null ? null : canonicalJson(args),
      excluded: this.condenser.isExcluded(tool),
      answer: args !== null && isAnswerTool(tool) ? call : null,
    };
  }
}

function parsed(bytes: Buffer, start: number, end: number, format: Format): readonly FoundCall[] | null {
  try {
    return openaiCalls(withoutNulls(parseBytes(bytes, start, end), format));
  } catch {
    return null;
  }
}
