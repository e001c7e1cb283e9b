/** A Han or kana character by itself, or a run of other letters, marks and digits (SPEC section 3). */
const TOKEN =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{M}\p{N}])+/gu;
const ASCII_TOKEN = /[a-z0-9]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole ASCII range is meant
const ASCII = /^[\x00-\x7f]*$/;

/** Token sequence of a text: NFKC, lower case (locale-independent), then every match of the token rule (SPEC section 3). */
export function tokenise(text: string): string[] {
  // ASCII is its own NFKC, and its letters and digits are the only ones of the rule: the same tokens, several times faster.
  if (ASCII.test(text)) return text.toLowerCase().match(ASCII_TOKEN) ?? [];
  const folded = text.normalize("NFKC").toLowerCase();
  try {
    return folded.match(TOKEN) ?? [];
  } catch (error) {
    if (error instanceof RangeError) return tokensByCharacter(folded); // a token of millions of characters
    throw error;
  }
}

const ALONE = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]$/u;
const PART = /^[\p{L}\p{M}\p{N}]$/u;

/** The same tokens without the regular expression's stack, which grows with the length of a token. */
function tokensByCharacter(text: string): string[] {
  const tokens: string[] = [];
  let start = -1;
  let at = 0;
  for (const character of text) {
    const alone = ALONE.test(character);
    const part = !alone && PART.test(character);
    if (start >= 0 && !part) {
      tokens.push(text.slice(start, at));
      start = -1;
    }
    if (alone) tokens.push(character);
    else if (part && start < 0) start = at;
    at += character.length;
  }
  if (start >= 0) tokens.push(text.slice(start));
  return tokens;
}

/** What two texts without any token are compared by: NFKC, trimmed. */
export function bareText(text: string): string {
  return text.normalize("NFKC").trim();
}
