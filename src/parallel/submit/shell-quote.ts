/** Words that a POSIX shell takes as they stand. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A word as a POSIX shell reads it back: in single quotes, in which nothing has a meaning but the closing one. */
export function shellQuote(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line from its words. */
export function shellCommand(words: readonly string[]): string {
  return words.map(shellQuote).join(" ");
}
