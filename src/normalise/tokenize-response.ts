import type { Span, Turn } from "../model/rollout.js";
import type { Tokenize } from "../model/tokenize.js";
import type { CheckedTokens } from "./check-tokens.js";
import type { Draft } from "./dialect.js";
import { type Fault, fault } from "./fault.js";

/**
 * The turns' ranges in the tokens of the response text. A token belongs to the turn in which it begins.
 * A fault where the rollout has no one response text, or its tokens do not spell it.
 */
export function tokenizeResponse(draft: Draft, turns: readonly Turn[], tokenize: Tokenize): CheckedTokens | Fault {
  const spans = turns.flatMap(({ chars }) => (chars === null ? [] : [chars]));
  if (draft.response === undefined || spans.length !== turns.length)
    return fault("no response text to tokenize", "", "one response text, or no --tokenizer", undefined);
  const found = tokenize(draft.response, spans.flat());
  if (found === null)
    return fault("tokens do not spell the response", "", "the tokenizer of the policy", draft.response);
  const runs = spans.map((_, i): Span => [found.before[2 * i] ?? 0, found.before[2 * i + 1] ?? 0]);
  return { tokens: { length: found.length, advantages: null, logprobs: null, oldLogprobs: null }, runs };
}
