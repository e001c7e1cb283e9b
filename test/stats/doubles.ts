import type { Random } from "../property/random.js";

const view = new DataView(new ArrayBuffer(8));

/** A finite double as a whole number of 2^-1074, the smallest denormal. */
export function unitsOf(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const units = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n === 1n ? -units : units;
}

/** The double nearest to a whole number of 2^-1074, ties to the even one. */
export function doubleOf(units: bigint): number {
  const size = units < 0n ? -units : units;
  const surplus = BigInt(Math.max(0, size.toString(2).length - 53));
  let kept = size >> surplus;
  const rest = size - (kept << surplus);
  const half = surplus > 0n ? 1n << (surplus - 1n) : 1n;
  if (rest > half || (rest === half && kept % 2n === 1n)) kept++;
  // Two steps, each of them exact: 2^-1074 times 2^surplus alone would leave the doubles for a large surplus.
  const scaled =
    surplus > 1000n ? Number(kept) * 2 ** (Number(surplus) - 1074) : Number(kept) * 2 ** -1074 * 2 ** Number(surplus);
  return units < 0n ? -scaled : scaled;
}

/** A double whose exponent is uniform in [low, high], either sign. */
export function drawDouble(random: Random, low: number, high: number): number {
  const exponent = low + random.int(high - low + 1);
  return (random.chance(0.5) ? 1 : -1) * (1 + random.next()) * 2 ** exponent;
}
