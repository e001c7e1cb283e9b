import { DEPENDS, SINGLE, TOKEN_UNITS, unitEntry, WORD } from "./token-units.js";

const LANE_A = 0xdeadbeef;
const LANE_B = 0x41c6ce57;

/** Collects distinct token hashes of one text after the other: a hash table that is never emptied, only outdated. */
export class TokenSet {
  private hashes = new Float64Array(1 << 10);
  private stamps = new Int32Array(1 << 10);
  private stamp = 0;
  private found = new Float64Array(1 << 9);
  private count = 0;

  /** Sorted hashes of the distinct tokens of a text; null where it must go the general way (`TOKEN_UNITS`). */
  ofText(text: string): Float64Array | null {
    this.begin();
    let a = LANE_A;
    let b = LANE_B;
    let inToken = false;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const entry = TOKEN_UNITS[unit] || unitEntry(unit);
      const kind = entry & 3;
      if (kind === WORD) {
        a = Math.imul(a ^ (entry >> 2), 2654435761);
        b = Math.imul(b ^ (entry >> 2), 1597334677);
        inToken = true;
        continue;
      }
      if (kind === DEPENDS) return null;
      if (inToken) this.add(a, b);
      if (kind === SINGLE) this.addUnit(entry >> 2);
      a = LANE_A;
      b = LANE_B;
      inToken = false;
    }
    if (inToken) this.add(a, b);
    return this.sorted();
  }

  /** The same of UTF-8 bytes; null also where they are not well formed, or hold what UTF-16 needs two units for. */
  ofBytes(bytes: Uint8Array, start: number, end: number): Float64Array | null {
    this.begin();
    let a = LANE_A;
    let b = LANE_B;
    let inToken = false;
    for (let i = start; i < end; i++) {
      let unit = bytes[i] ?? 0;
      if (unit > 127) {
        unit = wideUnit(bytes, i, end);
        if (unit < 0) return null;
        i += unit > 0x7ff ? 2 : 1;
      }
      const entry = TOKEN_UNITS[unit] || unitEntry(unit);
      const kind = entry & 3;
      if (kind === WORD) {
        a = Math.imul(a ^ (entry >> 2), 2654435761);
        b = Math.imul(b ^ (entry >> 2), 1597334677);
        inToken = true;
        continue;
      }
      if (kind === DEPENDS) return null;
      if (inToken) this.add(a, b);
      if (kind === SINGLE) this.addUnit(entry >> 2);
      a = LANE_A;
      b = LANE_B;
      inToken = false;
    }
    if (inToken) this.add(a, b);
    return this.sorted();
  }

  /** Sorted hashes of tokens found in another way. */
  ofTokens(tokens: readonly string[]): Float64Array {
    this.begin();
    for (const token of tokens) {
      let a = LANE_A;
      let b = LANE_B;
      for (let i = 0; i < token.length; i++) {
        const unit = token.charCodeAt(i);
        a = Math.imul(a ^ unit, 2654435761);
        b = Math.imul(b ^ unit, 1597334677);
      }
      this.add(a, b);
    }
    return this.sorted();
  }

  private begin(): void {
    this.stamp++;
    this.count = 0;
  }

  private addUnit(unit: number): void {
    this.add(Math.imul(LANE_A ^ unit, 2654435761), Math.imul(LANE_B ^ unit, 1597334677));
  }

  /** Adds the token with these lanes: cyrb53, two multiplicative 32-bit lanes mixed into 53 bits. */
  private add(laneA: number, laneB: number): void {
    const a = Math.imul(laneA ^ (laneA >>> 16), 2246822507) ^ Math.imul(laneB ^ (laneB >>> 13), 3266489909);
    const b = Math.imul(laneB ^ (laneB >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    const hash = 4294967296 * (2097151 & b) + (a >>> 0);
    const mask = this.hashes.length - 1;
    let slot = a & mask;
    while (this.stamps[slot] === this.stamp) {
      if (this.hashes[slot] === hash) return;
      slot = (slot + 1) & mask;
    }
    if (this.count === this.found.length) {
      this.grow();
      this.add(laneA, laneB);
      return;
    }
    this.hashes[slot] = hash;
    this.stamps[slot] = this.stamp;
    this.found[this.count++] = hash;
  }

  /** Twice the room; half of the table at most is ever full. */
  private grow(): void {
    const found = this.found;
    const size = this.hashes.length * 2;
    this.hashes = new Float64Array(size);
    this.stamps = new Int32Array(size);
    this.stamp = 1;
    this.found = new Float64Array(size / 2);
    this.found.set(found);
    for (let i = 0; i < this.count; i++) {
      const hash = found[i] ?? 0;
      let slot = (hash | 0) & (size - 1);
      while (this.stamps[slot] === 1) slot = (slot + 1) & (size - 1);
      this.stamps[slot] = 1;
      this.hashes[slot] = hash;
    }
  }

  private sorted(): Float64Array {
    return this.found.slice(0, this.count).sort();
  }
}

/** The unit of the UTF-8 sequence of two or three bytes at `at`; -1 for anything else. */
function wideUnit(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] ?? 0;
  const second = (at + 1 < end ? (bytes[at + 1] ?? 0) : 0) ^ 0x80;
  if (second > 0x3f) return -1;
  if (first >= 0xc2 && first <= 0xdf) return ((first & 0x1f) << 6) | second;
  const third = (at + 2 < end ? (bytes[at + 2] ?? 0) : 0) ^ 0x80;
  if (first < 0xe0 || first > 0xef || third > 0x3f) return -1;
  const unit = ((first & 0x0f) << 12) | (second << 6) | third;
  return unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? unit : -1;
}
