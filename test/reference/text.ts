import type { Metric } from "./types.js";

const TOKEN =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{M}\p{N}])+/gu;

/** SPEC section 3, "Token set of a string", as a sequence. */
export function tokensOf(text: string): string[] {
  return text.normalize("NFKC").toLowerCase().match(TOKEN) ?? [];
}

/** Similarity of two strings, or of two arrays of strings (kind `texts`), by metric. */
export function textSimilarity(a: readonly string[], b: readonly string[], metric: Metric): number {
  if (metric === "exact") return equalLists(a, b) ? 1 : 0;
  if (metric === "levenshtein") return levenshtein(fold(a), fold(b));
  const x = a.flatMap(tokensOf);
  const y = b.flatMap(tokensOf);
  if (x.length === 0 && y.length === 0) return equalLists(a.map(trimmed), b.map(trimmed)) ? 1 : 0;
  switch (metric) {
    case "jaccard": {
      const common = commonOf(new Set(x), new Set(y));
      return common / (new Set(x).size + new Set(y).size - common);
    }
    case "dice":
      return (2 * commonOf(new Set(x), new Set(y))) / (new Set(x).size + new Set(y).size);
    case "token-f1":
      return (2 * multisetOverlap(x, y)) / (x.length + y.length);
    case "rouge-l":
      return (2 * longestCommonSubsequence(x, y)) / (x.length + y.length);
  }
}

/** Jaccard index of the token sets of two texts, whatever metric the run uses (SPEC section 6, determinism). */
export function jaccard(a: string, b: string): number {
  return textSimilarity([a], [b], "jaccard");
}

function trimmed(text: string): string {
  return text.normalize("NFKC").trim();
}

function fold(texts: readonly string[]): string[] {
  return [...texts.join("\n").normalize("NFKC").toLowerCase()];
}

function equalLists(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

function commonOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const token of a) if (b.has(token)) count++;
  return count;
}

function multisetOverlap(a: readonly string[], b: readonly string[]): number {
  const left = [...b];
  let count = 0;
  for (const token of a) {
    const at = left.indexOf(token);
    if (at < 0) continue;
    left.splice(at, 1);
    count++;
  }
  return count;
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  let previous: number[] = new Array(b.length + 1).fill(0);
  for (const x of a) {
    const row = [0];
    for (let j = 1; j <= b.length; j++) {
      row[j] = x === b[j - 1] ? (previous[j - 1] ?? 0) + 1 : Math.max(previous[j] ?? 0, row[j - 1] ?? 0);
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

function levenshtein(a: readonly string[], b: readonly string[]): number {
  const longer = Math.max(a.length, b.length);
  if (longer === 0) return 1;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
    }
    previous = row;
  }
  return 1 - (previous[b.length] ?? 0) / longer;
}
