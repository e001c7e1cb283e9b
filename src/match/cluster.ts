/**
 * Complete-linkage clusters of items 0..n-1 (SPEC section 4): start with one cluster an item; repeatedly merge the two
 * clusters whose smallest cross-pair similarity is largest, as long as it is >= threshold. Ties: the pair whose first
 * cluster's first member comes first, then the second's. Each cluster is ascending; clusters are ordered by first member.
 *
 * A cluster is known by its first member. `best[i]` is the best partner j > i of cluster i, kept up to date, so that
 * the work is near n^2 and not n^3.
 */
export function completeLinkage(
  n: number,
  similarity: (i: number, j: number) => number,
  threshold: number,
): number[][] {
  const members: (number[] | null)[] = Array.from({ length: n }, (_, i) => [i]);
  const linkage = linkageMatrix(n, similarity);
  const best = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) best[i] = bestPartner(i, members, linkage);
  for (;;) {
    const first = bestFirst(n, best, linkage);
    if (first < 0) break;
    const second = best[first] ?? -1;
    if (linkage.get(first, second) < threshold) break;
    members[first] = mergeSorted(members[first] ?? [], members[second] ?? []);
    members[second] = null;
    best[second] = -1;
    for (let k = 0; k < n; k++) {
      if (k !== first && members[k] != null) linkage.lower(first, k, linkage.get(second, k));
    }
    for (let i = 0; i < n; i++) {
      // Linkages only fall, so another cluster's best stays best unless it was one of the two that merged.
      if (members[i] != null && (i === first || best[i] === first || best[i] === second)) {
        best[i] = bestPartner(i, members, linkage);
      }
    }
  }
  return members.filter((cluster) => cluster !== null);
}

interface Linkage {
  get(i: number, j: number): number;
  /** Lowers the linkage of i and j to `value` if that is smaller. */
  lower(i: number, j: number, value: number): void;
}

function linkageMatrix(n: number, similarity: (i: number, j: number) => number): Linkage {
  const cells = new Float64Array((n * (n - 1)) / 2);
  const cell = (i: number, j: number) => (i < j ? (j * (j - 1)) / 2 + i : (i * (i - 1)) / 2 + j);
  for (let j = 1; j < n; j++) for (let i = 0; i < j; i++) cells[cell(i, j)] = similarity(i, j);
  return {
    get: (i, j) => cells[cell(i, j)] ?? 0,
    lower: (i, j, value) => {
      const at = cell(i, j);
      if (value < (cells[at] ?? 0)) cells[at] = value;
    },
  };
}

/** The partner after i with the largest linkage, the first of equals; -1 where none is left. */
function bestPartner(i: number, members: readonly (number[] | null)[], linkage: Linkage): number {
  let best = -1;
  for (let j = i + 1; j < members.length; j++) {
    if (members[j] != null && (best < 0 || linkage.get(i, j) > linkage.get(i, best))) best = j;
  }
  return best;
}

/** The first cluster of the pair to merge next; -1 where fewer than two clusters are left. */
function bestFirst(n: number, best: Int32Array, linkage: Linkage): number {
  let first = -1;
  for (let i = 0; i < n; i++) {
    const partner = best[i] ?? -1;
    if (partner < 0) continue;
    if (first < 0 || linkage.get(i, partner) > linkage.get(first, best[first] ?? -1)) first = i;
  }
  return first;
}

function mergeSorted(a: readonly number[], b: readonly number[]): number[] {
  return [...a, ...b].sort((x, y) => x - y);
}
