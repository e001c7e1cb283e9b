import { canonical } from "./json.js";
import type { Json } from "./types.js";

export interface Share {
  readonly numerator: number;
  readonly denominator: number;
}

/** FNV-1a, 32 bit, of the UTF-8 bytes of a text. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** MurmurHash3's 32-bit finaliser. */
export function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

/** Weight of a group in replicate `b`: Poisson(1), by inversion. */
export function poissonWeight(batch: Json, group: Json, seed: number, b: number): number {
  const h = fnv1a(canonical([batch, group]));
  const step = (seed + Math.imul(0x9e3779b9, b + 1)) >>> 0;
  const u = mix((h ^ mix(step)) >>> 0) / 2 ** 32;
  let k = 0;
  let term = Math.exp(-1);
  let cumulative = term;
  while (!(u < cumulative)) {
    k++;
    term /= k;
    cumulative += term;
  }
  return k;
}

/** Type 7. `sorted` is ascending and not empty. */
export function quantile(sorted: readonly number[], p: number): number {
  const position = (sorted.length - 1) * p;
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
}

/** Weights of all groups in all replicates: `weights[b][g]`. */
export function replicateWeights(
  groups: readonly { readonly batch: Json; readonly id: Json }[],
  seed: number,
  replicates: number,
): number[][] {
  return Array.from({ length: replicates }, (_, b) =>
    groups.map((group) => poissonWeight(group.batch, group.id, seed, b)),
  );
}

/** 95 % interval of a ratio of sums over groups; null where SPEC section 6 gives none. */
export function interval(shares: readonly Share[], weights: readonly (readonly number[])[]): [number, number] | null {
  if (shares.filter((share) => share.denominator !== 0).length < 2) return null;
  const values: number[] = [];
  for (const replicate of weights) {
    let numerator = 0;
    let denominator = 0;
    shares.forEach((share, g) => {
      const weight = replicate[g] ?? 0;
      numerator += weight * share.numerator;
      denominator += weight * share.denominator;
    });
    if (denominator !== 0) values.push(numerator / denominator);
  }
  if (weights.length - values.length > 0.05 * weights.length || values.length === 0) return null;
  values.sort((a, b) => a - b);
  return [quantile(values, 0.025), quantile(values, 0.975)];
}
