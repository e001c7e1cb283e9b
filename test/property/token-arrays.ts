import type { JsonObject } from "../reference/types.js";
import type { Random } from "./random.js";

/** A response mask with one run of ones for each turn, and arrays of its length beside it. */
export function drawTokens(random: Random, turns: number, withAdvantages: boolean): JsonObject {
  const mask: number[] = new Array(random.int(3)).fill(0);
  const level: number[] = mask.map(() => 0);
  for (let turn = 0; turn < turns; turn++) {
    const value = random.pick([-1, -1, -0.5, 0, 0.5]);
    for (let t = 0; t <= random.int(3); t++) {
      mask.push(1);
      level.push(value);
    }
    for (let t = 0; t < 1 + random.int(2); t++) {
      mask.push(0);
      level.push(random.pick([0, 9]));
    }
  }
  if (turns > 0 && random.chance(0.5)) {
    mask.pop();
    level.pop();
  }
  const near = () => -0.1 - random.next() * random.pick([0.0005, 0.3, 1]);
  const uneven = random.chance(0.5);
  const advantages = level.map((value) => (uneven ? value + random.pick([0, 0.25, -0.25]) : value));
  return {
    response_mask: mask,
    ...(withAdvantages && turns > 0 ? { advantages } : {}),
    ...(random.chance(0.7) ? { logprobs: mask.map(near) } : {}),
    ...(random.chance(0.7) ? { old_logprobs: mask.map(near) } : {}),
  };
}
