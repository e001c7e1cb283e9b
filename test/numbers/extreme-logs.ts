import type { Random } from "../property/random.js";
import type { JsonObject } from "../reference/types.js";
import { record } from "./records.js";

/** Numbers at which doubles end, squares leave them, sums cancel and fractions vanish; each is a finite double. */
const ENDS = [
  1e300, 9.999e299, 1e299, 1e200, 1.3407807929942596e154, 1e154, 1e150, 1e140, 2 ** 53, 1000.1, 1, 0.5, 0.1, 2 ** -53,
  1e-140, 1e-154, 1e-162, 1e-200, 1e-300, 2.2250738585072014e-308, 1e-310, 1.5e-323, 5e-324, 0,
] as const; // biome-ignore format: a list
const QUERIES = ["red car", "red bus", "blue car", "grey whale in the sea"] as const;

/** A signed end, or now and then an ordinary number. */
export function drawEnd(random: Random, largest: number): number {
  const size = Math.min(largest, random.chance(0.2) ? random.next() : random.pick(ENDS));
  return random.chance(0.5) ? size : -size;
}

/** A reward of a log whose rewards are all of one size, of two, or of any. */
function drawRewards(random: Random): () => number {
  const [a, b] = [drawEnd(random, 1e300), drawEnd(random, 1e300)];
  return random.pick([
    () => random.pick([a, -a, 0, a / 2]),
    () => random.pick([a, b, 0]),
    () => drawEnd(random, 1e300),
    () => random.int(2),
  ]);
}

/** A log of a few batches and groups with numbers at the ends wherever a log may hold a number. */
export function drawExtremeLog(random: Random): JsonObject[] {
  const reward = drawRewards(random);
  const [truth, advantages, logprobs] = [0.7, 0.8, 0.6].map((p) => random.chance(p));
  const out: JsonObject[] = [];
  for (let g = 0; g < 1 + random.int(6); g++) {
    for (let j = 0; j < 1 + random.int(5); j++) {
      const queries = Array.from({ length: random.int(4) }, () => random.pick(QUERIES));
      const turns = queries.length + 1;
      const mask = Array.from({ length: 3 * turns }, (_, i) => Number(i % 3 > 0));
      const perToken = (largest: number) => mask.map(() => drawEnd(random, largest));
      out.push(
        record(reward(), queries, {
          batch: g % 3,
          group: `q${g}`,
          rollout: out.length,
          ...(truth ? { true_advantages: Array.from({ length: turns }, () => drawEnd(random, 1e150)) } : {}),
          ...(advantages ? { advantage: drawEnd(random, 1e300) } : {}),
          ...(logprobs
            ? {
                response_mask: mask,
                logprobs: perToken(1e300),
                old_logprobs: perToken(1e300),
                advantages: perToken(1e300),
              }
            : {}),
        }),
      );
    }
  }
  return out;
}
