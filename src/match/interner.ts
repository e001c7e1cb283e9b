/** Gives every distinct token a small number, so that token sets compare as sorted integers. */
export class Interner {
  private readonly numbers = new Map<string, number>();

  number(token: string): number {
    const known = this.numbers.get(token);
    if (known !== undefined) return known;
    const next = this.numbers.size;
    this.numbers.set(token, next);
    return next;
  }

  /** Numbers of a token sequence, in its order. */
  sequence(tokens: readonly string[]): Int32Array {
    return Int32Array.from(tokens, (token) => this.number(token));
  }
}

/** Distinct values of a sequence, ascending. */
export function sortedSet(sequence: Int32Array): Int32Array {
  const sorted = sequence.slice().sort();
  let kept = 0;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] ?? 0;
    if (i === 0 || value !== sorted[kept - 1]) sorted[kept++] = value;
  }
  return sorted.slice(0, kept);
}

/** Size of the intersection of two ascending lists; repeated values count as often as both have them. */
export function countShared(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let shared = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i] ?? 0;
    const y = b[j] ?? 0;
    if (x === y) shared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return shared;
}
