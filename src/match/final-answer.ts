import { canonicalJson } from "../json/canonical.js";
import { ANSWER_TOOLS } from "../model/names.js";
import type { Rollout, ToolCall } from "../model/rollout.js";
import { tokenise } from "./tokens.js";

const ANSWER_TOOL_NAMES: ReadonlySet<string> = new Set(ANSWER_TOOLS);

/**
 * The rollout's final answer as its token sequence, joined by spaces (SPEC section 6, answer conflicts): the argument
 * values of the last call of an answer tool, else the last `<answer>...</answer>` of the last turn's text, else its last
 * `\boxed{...}`. Null where there is none, or it has no token.
 */
export function finalAnswer(rollout: Rollout): string | null {
  return answerTokens(lastAnswerCall(rollout), rollout.turns.at(-1)?.text ?? "");
}

export function isAnswerTool(tool: string): boolean {
  return ANSWER_TOOL_NAMES.has(tool);
}

/** The same from the last call of an answer tool, if there is one, and the last turn's text. */
export function answerTokens(last: Pick<ToolCall, "arguments"> | null, text: string): string | null {
  const answer = last !== null ? argumentText(last) : (lastTag(text) ?? lastBoxed(text));
  if (answer === null) return null;
  const tokens = tokenise(answer);
  return tokens.length > 0 ? tokens.join(" ") : null;
}

function lastAnswerCall(rollout: Rollout): ToolCall | null {
  for (let t = rollout.turns.length - 1; t >= 0; t--) {
    const calls = rollout.turns[t]?.calls ?? [];
    for (let c = calls.length - 1; c >= 0; c--) {
      const call = calls[c];
      if (call !== undefined && call.arguments !== null && isAnswerTool(call.tool)) return call;
    }
  }
  return null;
}

/** Values in UTF-16 order of their keys, strings as they are, others as canonical JSON. */
function argumentText(call: Pick<ToolCall, "arguments">): string {
  const args = call.arguments ?? {};
  const values = Object.keys(args)
    .sort()
    .map((key) => args[key] ?? null);
  return values.map((value) => (typeof value === "string" ? value : canonicalJson(value))).join(" ");
}

function lastTag(text: string): string | null {
  const end = text.lastIndexOf("</answer>");
  if (end < 0) return null;
  const start = text.lastIndexOf("<answer>", end);
  return start < 0 ? null : text.slice(start + "<answer>".length, end);
}

const BOXED = "\\boxed{";

/** Content of the last `\boxed{...}` whose braces balance. One pass, whatever is left open. */
function lastBoxed(text: string): string | null {
  const first = text.indexOf(BOXED);
  if (first < 0) return null;
  const open: number[] = [];
  let last: readonly [number, number] | null = null;
  for (let i = first; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 123) open.push(i + 1);
    if (unit !== 125) continue;
    const start = open.pop();
    if (start === undefined || start <= (last?.[0] ?? -1)) continue;
    if (text.startsWith(BOXED, start - BOXED.length)) last = [start, i];
  }
  return last === null ? null : text.slice(...last);
}
