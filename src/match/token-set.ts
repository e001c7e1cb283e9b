import { DEPENDS, SINGLE, TOKEN_UNITS, unitEntry, WORD } from "./token-units.js";

const LANE_A = 0xdeadbeef | 0;
const LANE_B = 0x41c6ce57;

/** A byte of a character that is not ASCII. */
const WIDE = 255;
/** By byte: what an ASCII letter or digit is folded to; 0 for ASCII separators. */
const ASCII_WORD = Uint8Array.from({ length: 256 }, (_, byte) => {
  const entry = unitEntry(byte);
  if (byte > 127) return WIDE;
  return (entry & 3) === WORD ? entry >> 2 : 0;
});

/** Collects distinct token hashes of one text after the other: a hash table that is never emptied, only outdated. */
export class TokenSet {
  /** The two halves of a hash by slot, and the text that put it there. */
  private lanesA = new Int32Array(1 << 10);
  private lanesB = new Int32Array(1 << 10);
  private stamps = new Int32Array(1 << 10);
  private stamp = 0;
  /** Slots of the text at hand. */
  private found = new Int32Array(1 << 9);
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
    let i = start;
    for (;;) {
      while (i < end && ASCII_WORD[bytes[i] ?? 0] === 0) i++;
      if (i >= end) return this.sorted();
      let a = LANE_A;
      let b = LANE_B;
      let inToken = false;
      for (; i < end; i++) {
        let unit = ASCII_WORD[bytes[i] ?? 0] ?? 0;
        if (unit === 0) break;
        if (unit === WIDE) {
          unit = wideUnit(bytes, i, end);
          if (unit < 0) return null;
          i += unit > 0x7ff ? 2 : 1;
          const entry = TOKEN_UNITS[unit] || unitEntry(unit);
          const kind = entry & 3;
          if (kind === DEPENDS) return null;
          unit = entry >> 2;
          if (kind !== WORD) {
            if (inToken) this.add(a, b);
            if (kind === SINGLE) this.addUnit(unit);
            a = LANE_A;
            b = LANE_B;
            inToken = false;
            continue;
          }
        }
        a = Math.imul(a ^ unit, 2654435761);
        b = Math.imul(b ^ unit, 1597334677);
        inToken = true;
      }
      if (inToken) this.add(a, b);
    }
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

  /** Adds the token with these lanes, two multiplicative hashes of 32 bits that are mixed into each other here. */
  private add(laneA: number, laneB: number): void {
    const a = Math.imul(laneA ^ (laneA >>> 16), 2246822507) ^ Math.imul(laneB ^ (laneB >>> 13), 3266489909);
    const b = Math.imul(laneB ^ (laneB >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    const { lanesA, lanesB, stamps, stamp } = this;
    const mask = stamps.length - 1;
    let slot = a & mask;
    while (stamps[slot] === stamp) {
      if (lanesA[slot] === a && lanesB[slot] === b) return;
      slot = (slot + 1) & mask;
    }
    if (this.count === this.found.length) {
      this.grow();
      this.add(laneA, laneB);
      return;
    }
    lanesA[slot] = a;
    lanesB[slot] = b;
    stamps[slot] = stamp;
    this.found[this.count++] = slot;
  }

  /** Twice the room; half of the table at most is ever full. */
  private grow(): void {
    const { lanesA, lanesB, found, count } = this;
    const size = lanesA.length * 2;
    this.lanesA = new Int32Array(size);
    this.lanesB = new Int32Array(size);
    this.stamps = new Int32Array(size);
    this.stamp = 1;
    this.found = new Int32Array(size / 2);
    for (let i = 0; i < count; i++) {
      const from = found[i] ?? 0;
      let slot = (lanesA[from] ?? 0) & (size - 1);
      while (this.stamps[slot] === 1) slot = (slot + 1) & (size - 1);
      this.stamps[slot] = 1;
      this.lanesA[slot] = lanesA[from] ?? 0;
      this.lanesB[slot] = lanesB[from] ?? 0;
      this.found[i] = slot;
    }
  }

  /** Hashes of 53 bits: all of one half, and 21 bits of the other. */
  private sorted(): Float64Array {
    const hashes = new Float64Array(this.count);
    for (let i = 0; i < this.count; i++) {
      const slot = this.found[i] ?? 0;
      hashes[i] = 4294967296 * (2097151 & (this.lanesB[slot] ?? 0)) + ((this.lanesA[slot] ?? 0) >>> 0);
    }
    return hashes.sort();
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
