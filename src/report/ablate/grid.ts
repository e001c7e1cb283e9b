import type { VariantResult } from "../../model/ablation.js";

/** The variants of a sweep over two options: rows by the first, columns by the second. */
export interface SweepGrid {
  readonly rowOption: string;
  readonly rowValues: readonly number[];
  readonly columnOption: string;
  readonly columnValues: readonly number[];
  readonly at: (row: number, column: number) => VariantResult | undefined;
}

/** The grids among the variants: two options that change together over at least two values each, every pair of them run. */
export function sweepGrids(variants: readonly VariantResult[]): readonly SweepGrid[] {
  const byOptions = new Map<string, VariantResult[]>();
  for (const variant of variants) {
    const keys = Object.keys(variant.options);
    const numeric = keys.every((key) => typeof variant.options[key] === "number");
    if (keys.length !== 2 || !numeric) continue;
    const pair = keys.join(" ");
    byOptions.set(pair, [...(byOptions.get(pair) ?? []), variant]);
  }
  return [...byOptions].flatMap(([pair, members]) => {
    const [rowOption = "", columnOption = ""] = pair.split(" ");
    const rowValues = valuesOf(members, rowOption);
    const columnValues = valuesOf(members, columnOption);
    const full = members.length === rowValues.length * columnValues.length;
    if (!full || rowValues.length < 2 || columnValues.length < 2) return [];
    const at = (row: number, column: number) =>
      members.find(({ options }) => options[rowOption] === row && options[columnOption] === column);
    return [{ rowOption, rowValues, columnOption, columnValues, at }];
  });
}

/** The variants that are no part of a grid. */
export function singleVariants(variants: readonly VariantResult[]): readonly VariantResult[] {
  const inGrid = new Set(
    sweepGrids(variants).flatMap(({ rowValues, columnValues, at }) =>
      rowValues.flatMap((row) => columnValues.map((column) => at(row, column))),
    ),
  );
  return variants.filter((variant) => !inGrid.has(variant));
}

function valuesOf(variants: readonly VariantResult[], option: string): number[] {
  return [...new Set(variants.map(({ options }) => Number(options[option])))].sort((a, b) => a - b);
}
