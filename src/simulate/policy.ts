import type { SimulateOptions } from "./options.js";
import type { Meaning, World } from "./world.js";

/**
 * A stationary policy: it looks at the set of facts obtained and at nothing else.
 * `chances[set][m]` is the chance that a turn's (first) call is of meaning m; the last entry, `chances[set][M]`, that it answers.
 * Each row sums to 1, up to rounding.
 */
export interface Policy {
  readonly chances: readonly Float64Array[];
}

/** Chance of an answer with no fact, and with all of them. */
const ANSWER_AT_ONCE = 0.1;
const ANSWER_WITH_ALL = 0.65;
/** Weight, relative to a call for a missing fact, of one for a known fact at redundancy 1 and of a wrong one at noise 1. */
const REPEAT_WEIGHT = 0.8;
const DISTRACTOR_WEIGHT = 1.2;

/**
 * The policy that writes the log. It answers with chance `a0 + (a1 - a0) (|F| / K)^2`; else it calls, with weights
 * preference x 1 for a missing fact, x 0.8 redundancy for a known one, x 1.2 noise for a distractor; a share `malformed`
 * of calls does not parse. Where no well-formed call has weight it answers for certain.
 */
export function referencePolicy(world: World, options: SimulateOptions): Policy {
  const chances = Array.from(world.answerChance, (_, set) => {
    const weights = world.meanings.map((meaning) => weightOf(meaning, set, options));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const calls = total > 0 ? 1 - answerChance(set, world.facts) : 0;
    const share = (meaning: Meaning, action: number) =>
      meaning.role === "malformed" ? options.malformed : (1 - options.malformed) * ((weights[action] ?? 0) / total);
    return Float64Array.from([
      ...world.meanings.map((meaning, m) => (calls > 0 ? calls * share(meaning, m) : 0)),
      1 - calls,
    ]);
  });
  return { chances };
}

/** The tabular softmax policy with these logits: `logits[set][action]`, actions as in `Policy`. For training in closed loop. */
export function softmaxPolicy(logits: readonly Float64Array[]): Policy {
  return {
    chances: logits.map((row) => {
      const top = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      const weights = row.map((logit) => Math.exp(logit - top));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / total);
    }),
  };
}

function weightOf(meaning: Meaning, set: number, { redundancy, noise }: SimulateOptions): number {
  if (meaning.role === "malformed") return 0;
  if (meaning.fact === null) return meaning.preference * DISTRACTOR_WEIGHT * noise;
  return meaning.preference * (set & (1 << meaning.fact) ? REPEAT_WEIGHT * redundancy : 1);
}

function answerChance(set: number, facts: number): number {
  const progress = countFacts(set) / facts;
  return ANSWER_AT_ONCE + (ANSWER_WITH_ALL - ANSWER_AT_ONCE) * progress * progress;
}

function countFacts(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) count++;
  return count;
}
