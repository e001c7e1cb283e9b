const ZERO = 48;
const ONE = 49;
const COMMA = 44;
const SPACE = 32;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;

/** A JSON list of 0 and 1 as JSON.parse gives it; null for any other value. */
export function readBits(bytes: Buffer, start: number, end: number): number[] | null {
  if (bytes[start] !== OPEN_ARRAY || bytes[end - 1] !== CLOSE_ARRAY) return null;
  const bits = new Array<number>((end - start) >> 1); // a digit takes two bytes at least, with its comma or bracket
  let count = 0;
  let at = start + 1;
  for (;;) {
    while (bytes[at] === SPACE) at++;
    const digit = bytes[at++];
    if (digit === ZERO) bits[count++] = 0;
    else if (digit === ONE) bits[count++] = 1;
    else return null;
    while (bytes[at] === SPACE) at++;
    const next = bytes[at++];
    if (next === CLOSE_ARRAY) {
      bits.length = count;
      return at === end ? bits : null;
    }
    if (next !== COMMA) return null;
  }
}
