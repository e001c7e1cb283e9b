/** Ranks of values from 1, equal ones sharing the mean of theirs. Length and order as given; all values finite. */
export function ranks(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  return values.map((value) => (lowerBound(sorted, value) + 1 + upperBound(sorted, value)) / 2);
}

/** How many values of an ascending list are below `value`. */
function lowerBound(sorted: Float64Array, value: number): number {
  return partition(sorted, (other) => other < value);
}

/** How many are not above it. */
function upperBound(sorted: Float64Array, value: number): number {
  return partition(sorted, (other) => other <= value);
}

function partition(sorted: Float64Array, before: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
