import { GATE_OPTIONS } from "../options/gate-options.js";
import type { OptionTable } from "../options/option-table.js";
import { OUTPUT_OPTIONS } from "../options/output-options.js";

/** Flags of a result as a whole, which a shard does not have, and whether they take a value. */
const OF_THE_WHOLE = new Map(
  Object.values<OptionTable[string]>({ ...OUTPUT_OPTIONS, ...GATE_OPTIONS }).flatMap(({ flags }) => {
    const [flag, value] = flags?.split(" ") ?? [];
    return flag === undefined ? [] : [[flag, value !== undefined] as const];
  }),
);

/** A command line's words: those of a shard, and those that say what becomes of the result, for the merge. */
export interface SplitWords {
  readonly shard: readonly string[];
  readonly merge: readonly string[];
}

export function splitWords(words: readonly string[]): SplitWords {
  const shard: string[] = [];
  const merge: string[] = [];
  const end = words.indexOf("--");
  const flags = end < 0 ? words : words.slice(0, end);
  for (let i = 0; i < flags.length; i++) {
    const word = flags[i] ?? "";
    const takesValue = OF_THE_WHOLE.get(word.split("=")[0] ?? "");
    if (takesValue === undefined) shard.push(word);
    else if (takesValue && !word.includes("=")) merge.push(word, flags[++i] ?? "");
    else merge.push(word);
  }
  return { shard: end < 0 ? shard : [...shard, ...words.slice(end)], merge };
}
