/** Cumulative probabilities of Poisson(1): entry k is the sum over i <= k of e^-1 / i!. */
const CUMULATIVE = cumulativePoisson(20);
/** No group is drawn more often in one replicate: the probability is below 2^-53. */
export const LARGEST_WEIGHT = CUMULATIVE.length - 1;

function cumulativePoisson(terms: number): Float64Array {
  const out = new Float64Array(terms);
  let term = Math.exp(-1);
  let sum = 0;
  for (let k = 0; k < terms; k++) {
    if (k > 0) term /= k;
    sum += term;
    out[k] = sum;
  }
  return out;
}

/** MurmurHash3's 32-bit finaliser, unsigned. */
export function mix32(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a, 32 bit, of bytes, unsigned. */
export function fnv1a32(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ (bytes[i] ?? 0), 0x01000193);
  return h >>> 0;
}

/** `mix(seed + 0x9E3779B9 * (b + 1))` for b = 0..replicates-1 (SPEC section 6, Intervals). */
export function replicateSalts(seed: number, replicates: number): Uint32Array {
  const salts = new Uint32Array(replicates);
  for (let b = 0; b < replicates; b++) salts[b] = mix32(seed + Math.imul(0x9e3779b9, b + 1));
  return salts;
}

/** `u < CUMULATIVE[k]` as `mix < THRESHOLDS[k]`: the same by whole numbers, without a division for each. */
const THRESHOLDS = CUMULATIVE.map((probability) => Math.ceil(probability * 4294967296));

/**
 * Weight of a group in one replicate: the smallest k with `u < sum over i <= k of e^-1 / i!`, where
 * `u = mix(hash XOR salt) / 2^32` (SPEC section 6). Depends on the group's id only, not on order, threads or shards.
 */
export function poissonWeight(hash: number, salt: number): number {
  const mixed = mix32(hash ^ salt);
  let k = 0;
  while (k < THRESHOLDS.length - 1 && mixed >= (THRESHOLDS[k] ?? 0)) k++;
  return k;
}
