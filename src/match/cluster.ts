import { findSimilarPairs, MOST_PAIRS, type SimilarPairs } from "./similar-pairs.js";

/**
 * Complete-linkage clusters of items 0..n-1 (SPEC section 4): start with one cluster an item; repeatedly merge the two
 * clusters whose smallest cross-pair similarity is largest, as long as it is >= threshold. Ties: the pair whose first
 * cluster's first member comes first, then the second's. Each cluster is ascending; clusters are ordered by first member.
 *
 * Only pairs at or above the threshold are held: one below it keeps its two clusters apart for good. Memory grows with
 * these, not with n^2; null where there are more than `mostPairs`. A cluster is known by its first member. `best[i]` is
 * the best partner j > i of cluster i, kept up to date, so that the work is near n^2 and not n^3.
 */
export function completeLinkage(
  n: number,
  similarity: (i: number, j: number) => number,
  threshold: number,
  mostPairs = MOST_PAIRS,
): number[][] | null {
  if (n === 0) return [];
  if (threshold <= 0) return [Array.from({ length: n }, (_, i) => i)]; // no similarity is below 0: all merge in the end
  const linkage = findSimilarPairs(n, similarity, threshold, mostPairs);
  if (linkage === null) return null;
  const members: (number[] | null)[] = Array.from({ length: n }, (_, i) => [i]);
  const best = Int32Array.from({ length: n }, (_, i) => linkage.bestAfter(i));
  for (;;) {
    const first = bestFirst(n, best, linkage);
    const second = first < 0 ? -1 : linkage.partner(best[first] ?? -1);
    if (second < 0) break;
    const touched = [first, ...linkage.neighbours(first), ...linkage.neighbours(second)];
    members[first] = mergeSorted(members[first] ?? [], members[second] ?? []);
    members[second] = null;
    linkage.merge(first, second); // leaves `second` without pairs
    for (const i of touched) {
      // Linkages only fall, so another cluster's best stays best unless it was one of the two that merged.
      const partner = linkage.partner(best[i] ?? -1);
      if (i === first || partner === first || partner === second) best[i] = linkage.bestAfter(i);
    }
  }
  return members.filter((cluster) => cluster !== null);
}

/** The first cluster of the pair to merge next; -1 where no pair is left. */
function bestFirst(n: number, best: Int32Array, linkage: SimilarPairs): number {
  let first = -1;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const at = best[i] ?? -1;
    if (at < 0 || linkage.value(at) <= largest) continue;
    first = i;
    largest = linkage.value(at);
  }
  return first;
}

function mergeSorted(a: readonly number[], b: readonly number[]): number[] {
  return [...a, ...b].sort((x, y) => x - y);
}
