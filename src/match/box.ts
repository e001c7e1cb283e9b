import type { JsonValue } from "../model/json.js";

/** A box with its corners in order: [left, top, right, bottom]. */
export type Box = readonly [number, number, number, number];

/** Squares of coordinates beyond this, or sides below its inverse, leave the range of a double: such boxes are rescaled. */
const LARGE = 1e150;

/** The box that a value of kind `box` means: an array of exactly 4 finite numbers (SPEC section 3); else null. */
export function boxOf(value: JsonValue): Box | null {
  if (!Array.isArray(value) || value.length !== 4) return null;
  const corners = value.map(Number);
  for (let i = 0; i < 4; i++) {
    const kind = typeof value[i];
    if ((kind !== "number" && kind !== "bigint") || !Number.isFinite(corners[i])) return null;
  }
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners;
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
}

/** Intersection over union; a box of zero area scores 1 with an identical box and 0 with any other (SPEC section 3). */
export function boxSimilarity(a: Box, b: Box): number {
  if (a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3]) return 1;
  const scale = scaleOf(a, b);
  const areaA = (a[2] / scale - a[0] / scale) * (a[3] / scale - a[1] / scale);
  const areaB = (b[2] / scale - b[0] / scale) * (b[3] / scale - b[1] / scale);
  if (areaA === 0 || areaB === 0) return 0;
  const width = Math.min(a[2], b[2]) / scale - Math.max(a[0], b[0]) / scale;
  const height = Math.min(a[3], b[3]) / scale - Math.max(a[1], b[1]) / scale;
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (areaA + areaB - shared);
}

/** 1 for ordinary boxes, so that their numbers are the plain ones; a power of two for extreme ones. */
function scaleOf(a: Box, b: Box): number {
  let largest = 0;
  for (const box of [a, b]) for (const corner of box) largest = Math.max(largest, Math.abs(corner));
  if (largest === 0 || (largest < LARGE && largest > 1 / LARGE)) return 1;
  return 2 ** Math.floor(Math.log2(largest));
}
