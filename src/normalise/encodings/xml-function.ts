import type { JsonObject } from "../../model/json.js";
import type { FoundCall } from "../turns/message.js";
import { malformed, UNKNOWN_TOOL } from "./arguments.js";
import type { Finder } from "./finder.js";
import { xmlValue } from "./xml-value.js";

/** How a format of the family writes a function and its parameters: `OPEN name CLOSER parameters END`. */
export interface XmlSyntax {
  /** For example `<function=`. */
  readonly open: string;
  /** What ends the name, for example `>`. */
  readonly nameEnd: string;
  readonly close: string;
  /** For example `<parameter=`. */
  readonly parameter: string;
  readonly parameterNameEnd: string;
  readonly parameterClose: string;
}

/**
 * The calls between `from` and `to`. A parameter that is not closed ends at the next one or at the function's end.
 * A function without a readable name is malformed.
 */
export function xmlCalls(finder: Finder, from: number, to: number, syntax: XmlSyntax): readonly FoundCall[] {
  const calls: FoundCall[] = [];
  for (let at = finder.next(syntax.open, from); at < to; at = finder.next(syntax.open, at + 1)) {
    const nameStart = at + syntax.open.length;
    const end = Math.min(finder.next(syntax.close, nameStart), finder.next(syntax.open, nameStart), to);
    const nameEnd = finder.next(syntax.nameEnd, nameStart);
    const tool = nameEnd < end ? finder.text.slice(nameStart, nameEnd).trim() : "";
    if (tool === "") calls.push(malformed(UNKNOWN_TOOL, finder.text.slice(at, end)));
    else calls.push({ id: null, tool, arguments: xmlParameters(finder, nameEnd, end, syntax), raw: null });
  }
  return calls;
}

function xmlParameters(finder: Finder, from: number, to: number, syntax: XmlSyntax): JsonObject {
  const args: JsonObject = Object.create(null) as JsonObject;
  for (let at = finder.next(syntax.parameter, from); at < to; at = finder.next(syntax.parameter, at + 1)) {
    const keyStart = at + syntax.parameter.length;
    const keyEnd = finder.next(syntax.parameterNameEnd, keyStart);
    if (keyEnd >= to) break;
    const valueStart = finder.next(">", keyEnd) + 1;
    const end = Math.min(finder.next(syntax.parameterClose, valueStart), finder.next(syntax.parameter, valueStart), to);
    args[finder.text.slice(keyStart, keyEnd).trim()] = xmlValue(finder.text.slice(valueStart, end));
  }
  return args;
}
