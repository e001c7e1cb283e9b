/**
 * A sum of doubles that is exact until it is read, so that it depends neither on order nor on how the terms were
 * split over partial sums (Shewchuk's non-overlapping partials, as in Python's `math.fsum`).
 */
export class ExactSum {
  private readonly partials: number[] = [];

  add(term: number): void {
    const { partials } = this;
    let x = term;
    let kept = 0;
    for (let i = 0; i < partials.length; i++) {
      const y = partials[i] ?? 0;
      const high = x + y;
      const low = Math.abs(x) < Math.abs(y) ? x - (high - y) : y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    if (kept < partials.length) partials.length = kept;
    if (x !== 0) partials.push(x);
  }

  addAll(terms: Iterable<number>): void {
    for (const term of terms) this.add(term);
  }

  /** The exact parts, smallest first: what a partial result stores. */
  parts(): readonly number[] {
    return this.partials;
  }

  /** The sum, rounded once (half to even). */
  value(): number {
    let i = this.partials.length - 1;
    if (i < 0) return 0;
    let high = this.partials[i] ?? 0;
    let low = 0;
    while (i > 0) {
      const x = high;
      const y = this.partials[--i] ?? 0;
      high = x + y;
      low = y - (high - x);
      if (low !== 0) break;
    }
    const next = this.partials[i - 1] ?? 0;
    if (i > 0 && ((low < 0 && next < 0) || (low > 0 && next > 0))) {
      const doubled = low * 2;
      const x = high + doubled;
      if (doubled === x - high) high = x;
    }
    return high;
  }
}
