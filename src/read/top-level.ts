import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "../json/bytes.js";

/** Bytes looked at one by one before a native search takes over: about what a native call costs. */
const NEAR = 48;

/** 1 for the bytes that a skipped array or object turns on: quotes, brackets, braces. */
const STRUCTURAL = new Uint8Array(256);
for (const byte of [QUOTE, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT]) STRUCTURAL[byte] = 1;

/** One member of a scanned object. */
export interface Member {
  /** Index of the key in the wanted list; -1 never occurs. */
  key: number;
  /** Offset of the key's opening quote. */
  start: number;
  /** Offset of the value's first byte. */
  valueStart: number;
  /** Offset behind the value's last byte. */
  end: number;
}

/**
 * Finds the wanted members of a JSON object in bytes without decoding or allocating for the rest. Values are checked for
 * structure only: strings end, brackets and braces balance and match, members are `"key": value` with commas between.
 * Everything wanted is to be parsed by `parseJson`, which is the judge of what is JSON.
 */
export class TopLevelScanner {
  readonly #keys: readonly Buffer[];
  /** Members found, reused from scan to scan; the first `count` are valid. In order, duplicates included. */
  readonly members: Member[] = [];
  count = 0;
  /** Offset of the object's closing brace. */
  close = -1;
  /** Whether the object has no member at all. */
  empty = true;
  readonly #skip = new ValueSkipper();

  /** @param stopAt index of a key at whose first member a scan ends, whatever comes behind it; -1 for none. */
  constructor(
    keys: readonly string[],
    readonly stopAt = -1,
  ) {
    this.#keys = keys.map((key) => Buffer.from(key, "utf8"));
  }

  /** Scans one object that fills `[start, end)` but for white space. False where it is not one. */
  scan(bytes: Buffer, start: number, end: number): boolean {
    this.count = 0;
    this.empty = true;
    let at = skipSpace(bytes, start, end);
    if (bytes[at] !== OPEN_OBJECT) return false;
    at = skipSpace(bytes, at + 1, end);
    if (bytes[at] === CLOSE_OBJECT && at < end) return this.#closeAt(bytes, at, end);
    this.empty = false;
    for (;;) {
      if (at >= end || bytes[at] !== QUOTE) return false;
      const keyEnd = skipString(bytes, at + 1, end);
      if (keyEnd < 0) return false;
      const colon = skipSpace(bytes, keyEnd, end);
      if (colon >= end || bytes[colon] !== COLON) return false;
      const valueStart = skipSpace(bytes, colon + 1, end);
      const valueEnd = this.#skip.value(bytes, valueStart, end);
      if (valueEnd < 0) return false;
      if (this.#keep(bytes, at, keyEnd, valueStart, valueEnd) === this.stopAt && this.stopAt >= 0) return true;
      at = skipSpace(bytes, valueEnd, end);
      if (at >= end) return false;
      if (bytes[at] === CLOSE_OBJECT) return this.#closeAt(bytes, at, end);
      if (bytes[at] !== COMMA) return false;
      at = skipSpace(bytes, at + 1, end);
    }
  }

  #closeAt(bytes: Buffer, at: number, end: number): boolean {
    this.close = at;
    return skipSpace(bytes, at + 1, end) >= end;
  }

  #keep(bytes: Buffer, start: number, keyEnd: number, valueStart: number, end: number): number {
    const key = this.#find(bytes, start, keyEnd);
    if (key < 0) return key;
    const member = this.members[this.count];
    if (member === undefined) this.members.push({ key, start, valueStart, end });
    else {
      member.key = key;
      member.start = start;
      member.valueStart = valueStart;
      member.end = end;
    }
    this.count++;
    return key;
  }

  /** Index of a key, given with its quotes, in the wanted list, or -1. */
  #find(bytes: Buffer, start: number, end: number): number {
    const length = end - start - 2;
    for (let i = start + 1; i < end - 1; i++) if (bytes[i] === BACKSLASH) return this.#findEscaped(bytes, start, end);
    for (let k = 0; k < this.#keys.length; k++) {
      const key = this.#keys[k];
      if (key === undefined || key.length !== length) continue;
      let i = 0;
      while (i < length && key[i] === bytes[start + 1 + i]) i++;
      if (i === length) return k;
    }
    return -1;
  }

  #findEscaped(bytes: Buffer, start: number, end: number): number {
    try {
      const key = Buffer.from(String(JSON.parse(bytes.toString("utf8", start, end))), "utf8");
      return this.#keys.findIndex((wanted) => wanted.equals(key));
    } catch {
      return -1;
    }
  }
}

/** First offset from `at` on that holds no JSON white space. */
export function skipSpace(bytes: Buffer, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const byte = bytes[i];
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) break;
    i++;
  }
  return i;
}

/** Offset behind the closing quote of the string whose text begins at `at`; -1 where it does not end before `end`. */
export function skipString(bytes: Buffer, at: number, end: number): number {
  let i = at;
  for (;;) {
    for (const near = Math.min(end, i + NEAR); i < near; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) return i + 1;
      if (byte === BACKSLASH) i++;
    }
    if (i >= end) return -1;
    const quote = bytes.indexOf(QUOTE, i);
    if (quote < 0 || quote >= end) return -1;
    let before = quote;
    while (before > i && bytes[before - 1] === BACKSLASH) before--;
    if ((quote - before) % 2 === 0) return quote + 1;
    i = quote + 1;
  }
}

/**
 * Finds the end of JSON values. Keeps, for one Buffer object, where the next structural bytes lie, so that long runs of
 * numbers are jumped and no byte is searched twice. Other bytes must come in another Buffer object (a subarray will do).
 */
export class ValueSkipper {
  /** The closing byte expected at each depth. */
  #closers: Uint8Array = new Uint8Array(64);
  /** For each structural byte, its next offset as last searched. */
  readonly #next = new Float64Array(5);
  /** Where each of these searches began. */
  readonly #from = new Float64Array(5);
  #bytes: Buffer | null = null;

  /** Offset behind the value that begins at `at`; -1 where there is none or it does not end before `end`. */
  value(bytes: Buffer, at: number, end: number): number {
    if (at >= end) return -1;
    const first = bytes[at];
    if (first === QUOTE) return skipString(bytes, at + 1, end);
    if (first === OPEN_ARRAY || first === OPEN_OBJECT) return this.#nested(bytes, at, end);
    let i = at;
    while (i < end) {
      const byte = bytes[i] ?? COMMA;
      if (byte === COMMA || byte <= 32 || byte === COLON || STRUCTURAL[byte] === 1) break;
      i++;
    }
    return i === at ? -1 : i;
  }

  #nested(bytes: Buffer, at: number, end: number): number {
    let closers = this.#closers;
    let depth = 0;
    let i = at;
    while (i < end) {
      const byte = bytes[i] ?? 0;
      if (STRUCTURAL[byte] === 0) {
        i = this.#plainRun(bytes, i + 1, end);
      } else if (byte === QUOTE) {
        i = skipString(bytes, i + 1, end);
        if (i < 0) return -1;
      } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
        if (depth === closers.length) closers = this.#deepen();
        closers[depth++] = byte + 2;
        i++;
      } else {
        if (closers[--depth] !== byte) return -1;
        i++;
        if (depth === 0) return i;
      }
    }
    return -1;
  }

  #deepen(): Uint8Array {
    const deeper = new Uint8Array(this.#closers.length * 2);
    deeper.set(this.#closers);
    this.#closers = deeper;
    return deeper;
  }

  /** First structural byte from `at` on, or `end`. */
  #plainRun(bytes: Buffer, at: number, end: number): number {
    let i = at;
    for (const near = Math.min(end, at + NEAR); i < near; i++) if (STRUCTURAL[bytes[i] ?? 0] === 1) return i;
    if (i >= end) return end;
    if (bytes !== this.#bytes) this.#next.fill(-1);
    this.#bytes = bytes;
    let nearest = end;
    nearest = Math.min(nearest, this.#search(bytes, CLOSE_ARRAY, 0, i));
    nearest = Math.min(nearest, this.#search(bytes, QUOTE, 1, i));
    nearest = Math.min(nearest, this.#search(bytes, OPEN_ARRAY, 2, i));
    nearest = Math.min(nearest, this.#search(bytes, OPEN_OBJECT, 3, i));
    return Math.min(nearest, this.#search(bytes, CLOSE_OBJECT, 4, i));
  }

  #search(bytes: Buffer, byte: number, slot: number, from: number): number {
    const known = this.#next[slot] ?? -1;
    if (from <= known && from >= (this.#from[slot] ?? 0)) return known;
    const found = bytes.indexOf(byte, from);
    const at = found < 0 ? bytes.length : found;
    this.#next[slot] = at;
    this.#from[slot] = from;
    return at;
  }
}
