import { excerpt, truncateMiddle } from "../../plain-text.js";

/** Values of named rows: data with labels, and the axis that shows them in their order. `row` counts from 0 in `names`. */
export function namedRows<T extends { readonly row: number }>(
  names: readonly string[],
  values: readonly T[],
  width: number,
) {
  const labels = rowLabels(names, width);
  const y = { field: "label", type: "nominal" as const, title: null, sort: null }; // as the data come: names of the log never become expressions
  return { values: values.map((value) => ({ ...value, label: labels[value.row] ?? "" })), y };
}

/** Names as labels of the rows of a plot: one line, as short as its width asks for, and different where the names are. */
function rowLabels(names: readonly string[], width: number): string[] {
  const columns = width > 300 ? 26 : 15;
  const taken = new Set<string>();
  return names.map((name) => {
    const short = truncateMiddle(excerpt(name, 200), columns);
    let label = short;
    for (let n = 2; taken.has(label); n++) label = `${short} (${n})`;
    taken.add(label);
    return label;
  });
}
