/** Pairs held at most, 40 bytes each while they are found: 670 MB. As many as 5793 items have that are all alike. */
export const MOST_PAIRS = 1 << 24;

/** Complete-linkage similarities of clusters, where they reach a threshold. A cluster is known by its first member. */
export interface SimilarPairs {
  /** Where the partner j > i with the largest linkage stands, the first of equals; -1 where there is none. */
  bestAfter(i: number): number;
  /** Linkage at a place. */
  value(at: number): number;
  /** The other cluster of a place; -1 for the place -1. */
  partner(at: number): number;
  /** Clusters that may still merge with i, ascending. */
  neighbours(i: number): number[];
  /** Makes `second` a part of `first`: linkages to both become their minimum, the others are gone. */
  merge(first: number, second: number): void;
}

/** Similarities of all pairs of items 0..n-1 that are >= threshold (> 0); null for more than `most`. */
export function findSimilarPairs(
  n: number,
  similarity: (i: number, j: number) => number,
  threshold: number,
  most: number,
): SimilarPairs | null {
  const upper = new PairList();
  const starts = new Int32Array(n + 2);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const value = similarity(i, j);
      if (value < threshold) continue;
      if (upper.length === most) return null;
      upper.push(i, j, value);
      starts[i + 2] = (starts[i + 2] ?? 0) + 1;
      starts[j + 2] = (starts[j + 2] ?? 0) + 1;
    }
  }
  for (let i = 2; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  return fillRows(upper, starts);
}

/**
 * Both directions of every pair, rows after each other, each ascending by partner. `starts[i + 1]` is where row i begins
 * and moves on to its end while it is filled.
 */
function fillRows(upper: PairList, starts: Int32Array): SimilarPairs {
  const partners = new Int32Array(2 * upper.length);
  const values = new Float64Array(2 * upper.length);
  const put = (row: number, partner: number, value: number) => {
    const at = starts[row + 1] ?? 0;
    starts[row + 1] = at + 1;
    partners[at] = partner;
    values[at] = value;
  };
  // Pairs come with i ascending, then j: a row gets its smaller partners first, each half in order.
  for (let p = 0; p < upper.length; p++) {
    const [i, j, value] = [upper.first[p] ?? 0, upper.second[p] ?? 0, upper.values[p] ?? 0];
    put(j, i, value);
    put(i, j, value);
  }
  return new Rows(starts, partners, values);
}

/** Values of 0 are pairs that can merge no more. */
class Rows implements SimilarPairs {
  constructor(
    private readonly starts: Int32Array,
    private readonly partners: Int32Array,
    private readonly values: Float64Array,
  ) {}

  bestAfter(i: number): number {
    let best = -1;
    let largest = 0;
    for (let at = (this.starts[i + 1] ?? 0) - 1; at >= (this.starts[i] ?? 0); at--) {
      if ((this.partners[at] ?? 0) <= i) break;
      if ((this.values[at] ?? 0) === 0 || (this.values[at] ?? 0) < largest) continue;
      best = at;
      largest = this.values[at] ?? 0;
    }
    return best;
  }

  value(at: number): number {
    return this.values[at] ?? 0;
  }

  partner(at: number): number {
    return this.partners[at] ?? -1;
  }

  neighbours(i: number): number[] {
    const out: number[] = [];
    for (let at = this.starts[i] ?? 0; at < (this.starts[i + 1] ?? 0); at++) {
      if ((this.values[at] ?? 0) !== 0) out.push(this.partners[at] ?? 0);
    }
    return out;
  }

  merge(first: number, second: number): void {
    for (let at = this.starts[first] ?? 0; at < (this.starts[first + 1] ?? 0); at++) {
      const other = this.partners[at] ?? 0;
      const value = this.values[at] ?? 0;
      if (value === 0) continue;
      const merged = Math.min(value, this.values[this.find(second, other)] ?? 0);
      this.values[at] = merged;
      this.values[this.find(other, first)] = merged;
    }
    for (let at = this.starts[second] ?? 0; at < (this.starts[second + 1] ?? 0); at++) {
      this.values[at] = 0;
      this.values[this.find(this.partners[at] ?? 0, second)] = 0;
    }
  }

  /** Place of a pair in row i; -1 where it has none. */
  private find(i: number, partner: number): number {
    let low = this.starts[i] ?? 0;
    let high = (this.starts[i + 1] ?? 0) - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.partners[middle] ?? 0;
      if (found === partner) return middle;
      if (found < partner) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

/** Triples in typed arrays that grow. */
class PairList {
  length = 0;
  first = new Int32Array(64);
  second = new Int32Array(64);
  values = new Float64Array(64);

  push(i: number, j: number, value: number): void {
    if (this.length === this.first.length) this.grow();
    this.first[this.length] = i;
    this.second[this.length] = j;
    this.values[this.length] = value;
    this.length++;
  }

  private grow(): void {
    const [first, second, values] = [this.first, this.second, this.values];
    this.first = new Int32Array(2 * this.length);
    this.first.set(first);
    this.second = new Int32Array(2 * this.length);
    this.second.set(second);
    this.values = new Float64Array(2 * this.length);
    this.values.set(values);
  }
}
