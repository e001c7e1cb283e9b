/** A piece of one of two texts: shared with the other, or its own. */
export interface Piece {
  readonly text: string;
  readonly own: boolean;
}

/** Words of longer texts are not compared: the time grows with the product of their numbers. */
const WORDS = 240;

/** Two texts in pieces: what is in both, by the longest common subsequence of their words, and what is only in one. */
export function diffWords(a: string, b: string): readonly [readonly Piece[], readonly Piece[]] {
  if (a === b) return [[{ text: a, own: false }], [{ text: b, own: false }]];
  const [x, y] = [wordsOf(a), wordsOf(b)];
  if (x.length > WORDS || y.length > WORDS) return [[{ text: a, own: true }], [{ text: b, own: true }]];
  const lengths = commonLengths(x, y);
  const [left, right]: [Piece[], Piece[]] = [[], []];
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      add(left, x[i++] ?? "", false);
      add(right, y[j++] ?? "", false);
    } else if (j >= y.length || (i < x.length && at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      add(left, x[i++] ?? "", true);
    } else {
      add(right, y[j++] ?? "", true);
    }
  }
  return [left, right];
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]/gu) ?? [];
}

/** Length of the longest common subsequence of the rests from `i` and `j` on. */
function commonLengths(x: readonly string[], y: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1));
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = y.length - 1; j >= 0; j--) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] = x[i] === y[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function at(table: readonly Uint16Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

function add(pieces: Piece[], text: string, own: boolean): void {
  const last = pieces.at(-1);
  if (last?.own === own) pieces[pieces.length - 1] = { text: last.text + text, own };
  else pieces.push({ text, own });
}
