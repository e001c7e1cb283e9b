import type { FoundCall } from "../turns/message.js";
import { Finder } from "./finder.js";
import { observationsFrom } from "./observation-blocks.js";
import type { TextContext, TextEncoding, TextMatch } from "./text-encoding.js";

/** A stretch of policy text with the calls in it, ended by what the environment answered to them. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly calls: readonly FoundCall[];
  /** Answers that stand in the text behind the piece. */
  readonly observations: readonly string[];
}

/**
 * Cuts text into turns: a call, or several, with an environment's answer right behind ends one. Text without answers in
 * it is one turn. Calls inside thinking are no calls, but what was answered was made, wherever it stands. Linear time.
 */
export function scanCalls(text: string, encodings: readonly TextEncoding[], context: TextContext): readonly Piece[] {
  const finder = new Finder(text);
  const openers = [...new Set(encodings.flatMap((encoding) => encoding.openers))];
  const pieces: Piece[] = [];
  let calls: FoundCall[] = [];
  let start = 0;
  for (let at = finder.earliest(openers, 0); at < text.length; ) {
    const match = readAt(finder, at, encodings, context);
    if (match === null) {
      at = finder.earliest(openers, at + 1);
      continue;
    }
    const answer = match.environment ? { texts: [], end: match.end } : observationsFrom(text, match.end);
    const answered = match.environment === true || answer.texts.length > 0;
    if (answered || !insideThinking(finder, match.end)) calls.push(...match.calls);
    if (answered) {
      pieces.push({ start, end: match.environment ? at : match.end, calls, observations: answer.texts });
      calls = [];
      start = answer.end;
    }
    at = finder.earliest(openers, Math.max(answer.end, at + 1));
  }
  if (pieces.length === 0 || calls.length > 0 || text.slice(start).trim() !== "") {
    pieces.push({ start, end: text.length, calls, observations: [] });
  }
  return pieces;
}

function readAt(
  finder: Finder,
  at: number,
  encodings: readonly TextEncoding[],
  context: TextContext,
): TextMatch | null {
  for (const encoding of encodings) {
    if (!encoding.openers.some((opener) => finder.text.startsWith(opener, at))) continue;
    const match = encoding.read(finder, at, context);
    if (match !== null) return match;
  }
  return null;
}

/** True where thinking ends behind `at` before it begins anew: its opener stands before, or in the prompt. */
function insideThinking(finder: Finder, at: number): boolean {
  const close = finder.next("</think>", at);
  return close < finder.text.length && close < finder.next("<think>", at);
}
