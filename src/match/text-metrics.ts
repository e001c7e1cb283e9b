import { distance } from "fastest-levenshtein";
import type { TextMetric } from "../model/names.js";
import { countShared, type Interner, sortedSet } from "./interner.js";
import { bareText, tokenise } from "./tokens.js";

/** A string, or a list of strings, prepared once for many comparisons under one metric. */
export interface PreparedText {
  /** Token numbers in the metric's form: a set, a sorted multiset, a sequence; code points for `levenshtein`. */
  readonly units: Int32Array;
  /** What decides where there is nothing to count: the bare text, the list of them, or the raw value. */
  readonly bare: string;
}

interface Metric {
  prepare(strings: readonly string[], interner: Interner): PreparedText;
  /** In [0, 1], symmetric to the bit. */
  score(a: PreparedText, b: PreparedText): number;
}

/** The text metrics of SPEC section 3. A string is a list of one; kinds `text` and `texts` are never compared. */
export const TEXT_METRIC_TABLE = {
  jaccard: tokenMetric(sortedSet, (a, b) => {
    const shared = countShared(a, b);
    return shared / (a.length + b.length - shared);
  }),
  dice: tokenMetric(sortedSet, (a, b) => (2 * countShared(a, b)) / (a.length + b.length)),
  "token-f1": tokenMetric(
    (sequence) => sequence.slice().sort(),
    (a, b) => (2 * countShared(a, b)) / (a.length + b.length),
  ),
  "rouge-l": tokenMetric(
    (sequence) => sequence,
    (a, b) => (2 * longestCommonSubsequence(a, b)) / (a.length + b.length),
  ),
  levenshtein: {
    prepare: (strings) => {
      const text = strings.join("\n").normalize("NFKC").toLowerCase();
      return { units: Int32Array.from(text, (character) => character.codePointAt(0) ?? 0), bare: "" };
    },
    score: (a, b) => {
      const longer = Math.max(a.units.length, b.units.length);
      return longer === 0 ? 1 : 1 - editDistance(a.units, b.units) / longer;
    },
  },
  exact: {
    prepare: (strings) => ({ units: new Int32Array(0), bare: JSON.stringify(strings) }),
    score: (a, b) => (a.bare === b.bare ? 1 : 0),
  },
} satisfies Record<TextMetric, Metric>;

/** A metric over tokens. Two texts without tokens are equal or not after NFKC and trimming (SPEC section 3). */
function tokenMetric(
  form: (sequence: Int32Array) => Int32Array,
  ratio: (a: Int32Array, b: Int32Array) => number,
): Metric {
  return {
    prepare: (strings, interner) => {
      const units = form(interner.sequence(strings.flatMap(tokenise)));
      return { units, bare: units.length > 0 ? "" : JSON.stringify(strings.map(bareText)) };
    },
    score: (a, b) => {
      if (a.units.length === 0 && b.units.length === 0) return a.bare === b.bare ? 1 : 0;
      return ratio(a.units, b.units);
    },
  };
}

/** Length of the longest common subsequence, in memory of the shorter list. */
function longestCommonSubsequence(a: Int32Array, b: Int32Array): number {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const row = new Int32Array(short.length + 1);
  for (const unit of long) {
    let diagonal = 0;
    for (let j = 1; j <= short.length; j++) {
      const above = row[j] ?? 0;
      row[j] = short[j - 1] === unit ? diagonal + 1 : Math.max(above, row[j - 1] ?? 0);
      diagonal = above;
    }
  }
  return row[short.length] ?? 0;
}

/** Edit distance in code points: each is renamed to one UTF-16 unit, which is what the library counts. */
function editDistance(a: Int32Array, b: Int32Array): number {
  const names = new Map<number, number>();
  return distance(rename(a, names), rename(b, names));
}

function rename(points: Int32Array, names: Map<number, number>): string {
  let out = "";
  for (const point of points) {
    let name = names.get(point);
    if (name === undefined) {
      name = names.size + 1;
      names.set(point, name);
    }
    out += String.fromCharCode(name);
  }
  return out;
}
