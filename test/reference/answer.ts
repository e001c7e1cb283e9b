import { canonical, own } from "./json.js";
import { ANSWER_TOOLS } from "./read.js";
import { tokensOf } from "./text.js";
import type { Rollout } from "./types.js";

/** Tokens of a rollout's final answer (SPEC section 6, "Answer conflicts"); null where it has none. */
export function answerTokens(rollout: Rollout): string[] | null {
  const texts = byTool(rollout) ?? byText(rollout.turns.at(-1)?.text ?? "");
  const tokens = texts.flatMap(tokensOf);
  return tokens.length === 0 ? null : tokens;
}

/** The values of the last well-formed call of an answer tool. */
function byTool(rollout: Rollout): string[] | null {
  const calls = rollout.turns.flatMap((turn) => turn.calls);
  const args = calls.findLast((call) => ANSWER_TOOLS.includes(call.tool) && call.args !== null)?.args ?? null;
  if (args === null) return null;
  return Object.keys(args)
    .sort()
    .map((key) => own(args, key) ?? null)
    .map((value) => (typeof value === "string" ? value : canonical(value)));
}

function byText(text: string): string[] {
  const answer = lastTag(text) ?? lastBoxed(text);
  return answer === null ? [] : [answer];
}

function lastTag(text: string): string | null {
  const end = text.lastIndexOf("</answer>");
  const start = end < 0 ? -1 : text.slice(0, end).lastIndexOf("<answer>");
  return start < 0 ? null : text.slice(start + "<answer>".length, end);
}

/** The last `\boxed{` whose braces balance. */
function lastBoxed(text: string): string | null {
  const opener = "\\boxed{";
  for (let at = text.lastIndexOf(opener); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(opener, at - 1)) {
    let depth = 1;
    const start = at + opener.length;
    for (let i = start; i < text.length; i++) {
      if (text[i] === "{") depth++;
      if (text[i] === "}") depth--;
      if (depth === 0) return text.slice(start, i);
    }
  }
  return null;
}
