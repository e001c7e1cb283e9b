/** How far apart two figures may be, in parts of the larger one or of 1. */
const TOLERANCE = 1e-9;

/** Where what a script printed is not in ours, one line each: all that it has must be there, and lists as long. */
export function differences(theirs: unknown, own: unknown, path = ""): string[] {
  if (Array.isArray(theirs)) {
    if (!Array.isArray(own) || own.length !== theirs.length) return [`${path}: lists of different lengths`];
    return theirs.flatMap((value, i) => differences(value, own[i], `${path}[${i}]`));
  }
  if (typeof theirs === "object" && theirs !== null) {
    if (typeof own !== "object" || own === null) return [`${path}: ${own}, the script has an object`];
    const ours = new Map<string, unknown>(Object.entries(own));
    return Object.entries(theirs).flatMap(([key, value]) => differences(value, ours.get(key), `${path}.${key}`));
  }
  return theirs === own || near(theirs, own) ? [] : [`${path}: ${own}, the script has ${theirs}`];
}

function near(a: unknown, b: unknown): boolean {
  if (typeof a !== "number" || typeof b !== "number") return false;
  return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}
