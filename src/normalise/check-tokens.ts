import type { JsonValue } from "../model/json.js";
import type { Span, Tokens } from "../model/rollout.js";
import { LARGEST } from "./check-scalars.js";
import type { Need, Sourced, TokenDraft } from "./dialect.js";
import { type Fault, fault, isFault } from "./fault.js";

/** Checked token arrays with the range of each run of policy tokens. */
export interface CheckedTokens {
  readonly tokens: Tokens;
  readonly runs: readonly Span[];
}

/** Checks what of the token arrays is needed; null where the record has no mask and none is missing. */
export function checkTokens(draft: TokenDraft, need: Need): CheckedTokens | null | Fault {
  const mask = draft.mask.value;
  const advantages = need.advantages ? present(draft.advantages) : null;
  const logprobs = need.logprobs ? present(draft.logprobs) : null;
  const oldLogprobs = need.logprobs ? present(draft.oldLogprobs) : null;
  if (mask === undefined || mask === null) {
    const orphan = advantages ?? logprobs ?? oldLogprobs;
    if (orphan === null) return null;
    return fault("token array without a mask", draft.mask.field, `a mask as long as ${orphan.field}`, mask);
  }
  const runs = maskRuns(mask, draft.mask.field);
  if (isFault(runs)) return runs;
  const { length } = mask as JsonValue[];
  const arrays = [advantages, logprobs, oldLogprobs].map((source) => source && numbers(source, length));
  const wrong = arrays.find(isFault);
  if (wrong !== undefined) return wrong;
  const [a = null, l = null, o = null] = arrays as (readonly number[] | null)[];
  return { tokens: { length, advantages: a, logprobs: l, oldLogprobs: o }, runs };
}

function present(source: Sourced | undefined): Sourced | null {
  return source === undefined || source.value === undefined || source.value === null ? null : source;
}

/** Half-open ranges of ones. */
function maskRuns(mask: JsonValue, field: string): readonly Span[] | Fault {
  if (!Array.isArray(mask)) return fault("mask is not a list", field, "a list of 0 and 1", mask);
  const runs: Span[] = [];
  let start = -1;
  for (let i = 0; i < mask.length; i++) {
    const value = mask[i];
    const on = value === 1 || value === true;
    if (!on && value !== 0 && value !== false) return fault("mask is not 0 or 1", `${field}[${i}]`, "0 or 1", value);
    if (on && start < 0) start = i;
    if (!on && start >= 0) {
      runs.push([start, i]);
      start = -1;
    }
  }
  if (start >= 0) runs.push([start, mask.length]);
  return runs;
}

function numbers({ value, field }: Sourced, length: number): readonly number[] | Fault {
  if (!Array.isArray(value)) return fault("token array is not a list", field, "a list of numbers", value);
  if (value.length !== length)
    return fault("token array of wrong length", field, `${length} numbers, as many as the mask`, value);
  for (let i = 0; i < length; i++) {
    const number = value[i];
    if (typeof number === "number" && Math.abs(number) <= LARGEST) continue;
    const reason = Number.isFinite(number) ? "beyond 1e300" : "that is no finite number";
    return fault(`token array with a value ${reason}`, `${field}[${i}]`, "a finite number", number);
  }
  return value as number[];
}
