import type { JsonObject } from "../model/json.js";
import { Random } from "../stats/random.js";
import type { TurnLengths } from "./messages.js";

const CHARACTERS_PER_TOKEN = 4;
const POOL = 1 << 14;

/**
 * `response_mask` of a rollout, one token for about four characters; with `tokens` > 0, scaled to that length
 * (or to one token a run, where that is longer) and with token arrays of the same length beside it.
 * @param advantage the rollout's logged advantage, the same on all its policy tokens.
 */
export function tokenArrays(
  lengths: readonly TurnLengths[],
  tokens: number,
  advantage: number,
  random: Random,
): JsonObject {
  const runs = scaled(lengths.flatMap(({ policy, observed }) => [policy, observed]).slice(0, -1), tokens);
  const mask: number[] = [];
  for (const [index, length] of runs.entries()) {
    for (let i = 0; i < length; i++) mask.push(index % 2 === 0 ? 1 : 0);
  }
  if (tokens === 0) return { response_mask: mask };
  const start = random.below(POOL);
  const { ids, logprobs, oldLogprobs } = pools();
  return {
    response_ids: cut(ids, start, mask.length),
    response_mask: mask,
    advantages: mask.map((bit) => (bit === 1 ? advantage : 0)),
    logprobs: cut(logprobs, start, mask.length),
    old_logprobs: cut(oldLogprobs, start, mask.length),
  };
}

/** Run lengths in tokens; with `total` > 0 they sum to it, each being 1 or more. */
function scaled(characters: readonly number[], total: number): number[] {
  if (total === 0) return characters.map((length) => Math.ceil(length / CHARACTERS_PER_TOKEN));
  const sum = characters.reduce((a, b) => a + b, 0);
  let seen = 0;
  let spent = 0;
  return characters.map((length, index) => {
    seen += length;
    const end = Math.max(spent + 1, index + 1, Math.round((total * seen) / sum));
    const share = end - spent;
    spent = end;
    return share;
  });
}

interface Pools {
  readonly ids: readonly number[];
  readonly logprobs: readonly number[];
  readonly oldLogprobs: readonly number[];
}

let made: Pools | undefined;

/** Token ids and log-probabilities to cut from, as drawing each anew would take longer than all else: mostly sure tokens, some not. */
function pools(): Pools {
  if (made !== undefined) return made;
  const random = new Random(1);
  const round = (x: number) => Math.round(x * 1e5) / 1e5;
  const logprobs = Array.from({ length: POOL }, () => round(-3 * random.uniform() ** 4 - 1e-5));
  made = {
    ids: Array.from({ length: POOL }, () => 200 + random.below(150000)),
    logprobs,
    oldLogprobs: logprobs.map((value) => Math.min(0, round(value * random.between(0.9, 1.1)))),
  };
  return made;
}

/** `length` entries of a pool from `start` on, beginning again at its end. */
function cut(pool: readonly number[], start: number, length: number): number[] {
  const out = pool.slice(start, start + length);
  while (out.length < length) for (const value of pool.slice(0, length - out.length)) out.push(value);
  return out;
}
