import { excerpt, truncateMiddle } from "../../plain-text.js";

/** Columns of a label left of a plot: what a telephone has room for. */
const WIDTH = 26;

/** Names as labels of rows: short, one line, and different where the names are. */
export function rowLabels(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const short = truncateMiddle(excerpt(name, 200), WIDTH);
    let label = short;
    for (let n = 2; taken.has(label); n++) label = `${short} (${n})`;
    taken.add(label);
    return label;
  });
}
