/** What a UTF-16 unit is to the token rule (SPEC section 3): the low two bits of an entry of `TOKEN_UNITS`. */
export const WORD = 0;
export const SEPARATOR = 1;
/** A Han or kana character: a token by itself. */
export const SINGLE = 2;
/** What it is depends on its neighbours, or it stands for several units: the text is to go the general way. */
export const DEPENDS = 3;

/** A unit that `unitEntry` was not asked for yet. */
const UNKNOWN = 0;

/**
 * By UTF-16 unit: the unit that NFKC and lower case make of it, times 4, plus its kind. Zero for units not yet looked at:
 * ask `unitEntry` then. A text of entries that are not `DEPENDS` has the tokens that its units have one by one, since
 * units that join with what stands before them (marks, Hangul jamo), and the one whose lower case depends on its place
 * (capital sigma), are `DEPENDS`.
 */
export const TOKEN_UNITS = new Int32Array(1 << 16);

/** Entry of a unit, looked up or made. */
export function unitEntry(unit: number): number {
  const known = TOKEN_UNITS[unit] ?? DEPENDS;
  if (known !== UNKNOWN) return known;
  const made = entryOf(unit);
  TOKEN_UNITS[unit] = made;
  return made;
}

const SINGLES = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]$/u;
const WORDS = /^[\p{L}\p{N}]$/u;
const JOINS = /[\p{M}\u1100-\u11ff\ua960-\ua97f\ud7b0-\udfff\u03a3]/u;
const SEPARATORS = /^[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{L}\p{M}\p{N}]+$/u;

function entryOf(unit: number): number {
  const folded = String.fromCharCode(unit).normalize("NFKC");
  const lower = folded.toLowerCase();
  if (unit >= 0xd800 && unit <= 0xdfff) return DEPENDS;
  if (JOINS.test(folded) || JOINS.test(lower)) return DEPENDS;
  const entry = lower.charCodeAt(0) * 4;
  if (lower.length === 1 && SINGLES.test(lower)) return entry + SINGLE; // first, for radicals are no letters
  if (lower.length === 1 && WORDS.test(lower)) return entry + WORD;
  return SEPARATORS.test(lower) ? SEPARATOR : DEPENDS;
}

for (let unit = 0; unit < 128; unit++) unitEntry(unit);
