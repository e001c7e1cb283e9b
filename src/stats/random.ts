import { mix32 } from "./poisson.js";

/**
 * Seeded pseudo-random numbers: sfc32 (C. Doty-Humphrey, PractRand). A generator is named by a list of integers, so that
 * independent streams (`[seed, prompt]`, `[seed, prompt, rollout]`) need no common state and no order.
 * Uses 32-bit integer arithmetic only: the same numbers on every platform.
 */
export class Random {
  #a = 0x9e3779b9;
  #b = 0x243f6a88;
  #c = 0xb7e15162;
  #counter = 1;

  /** @param key Non-negative integers below 2^53; different keys give unrelated streams. */
  constructor(...key: readonly number[]) {
    for (const part of key) {
      this.#a = mix32(this.#a ^ (part >>> 0));
      this.#b = mix32(this.#b + Math.floor(part / 2 ** 32) + this.#a);
      this.#c = mix32(this.#c ^ this.#b);
    }
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    const out = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + out) | 0;
    return out >>> 0;
  }

  /** A number in [0, 1), a multiple of 2^-32. */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** An integer in [0, n), for 1 <= n <= 2^32. The bias of scaling is below n / 2^32. */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** True with probability p. */
  chance(p: number): boolean {
    return this.uniform() < p;
  }

  /** An element of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    if (list.length === 0) throw new RangeError("nothing to pick from an empty list");
    return list[this.below(list.length)] as T;
  }

  /** The list in random order; the argument is left alone. */
  shuffled<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [out[i], out[j]] = [out[j] as T, out[i] as T];
    }
    return out;
  }

  /** An index drawn with the given weights: not negative, sum `total` > 0. Never an index of weight 0. */
  weighted(weights: ArrayLike<number>, total: number): number {
    let rest = this.uniform() * total;
    let last = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] ?? 0;
      if (weight <= 0) continue;
      last = i;
      rest -= weight;
      if (rest < 0) return i;
    }
    return last; // rounding left a remainder: the last possible one
  }
}
