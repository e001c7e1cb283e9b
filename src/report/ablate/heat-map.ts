import type { VariantResult } from "../../model/ablation.js";
import { fixed } from "../numbers.js";
import type { Page } from "../style.js";
import { section } from "../table.js";
import { type SweepGrid, sweepGrids } from "./grid.js";

const SHADES = [" ", "░", "▒", "▓", "█"];
const CELL = 8;

/** Sweeps over two options as maps of the recovered advantage: darker is more. Columns that do not fit are left out, and said. */
export function heatMaps(variants: readonly VariantResult[], page: Page): string {
  return sweepGrids(variants)
    .map((grid) => heatMap(grid, page))
    .join("\n");
}

function heatMap(grid: SweepGrid, page: Page): string {
  const { rowOption, rowValues, columnOption, columnValues } = grid;
  const label = Math.max(rowOption.length, ...rowValues.map((value) => String(value).length)) + 2;
  const shown = columnValues.slice(0, Math.floor((page.width - label - 2) / CELL));
  const cells = rowValues.map((row) => shown.map((column) => grid.at(row, column)?.recoveredAdvantage.value ?? null));
  const values = cells.flat().filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const head = `  ${rowOption.padEnd(label)}${shown.map((value) => String(value).padStart(CELL)).join("")}`;
  const lines = rowValues.map((row, i) => {
    const line = (cells[i] ?? []).map((value) => cell(value, low, high)).join("");
    return `  ${String(row).padEnd(label)}${line}`.trimEnd();
  });
  const more = columnValues.length - shown.length;
  const rest = more > 0 ? [`  ${more} more values of ${columnOption} in --json`] : [];
  const title = `Recovered advantage in per cent: ${rowOption} down, ${columnOption} across`;
  return section(page, title, page.style.faint(head), ...lines, ...rest);
}

function cell(value: number | null, low: number, high: number): string {
  if (value === null) return "n/a".padStart(CELL);
  const share = high > low ? (value - low) / (high - low) : 1;
  const shade = SHADES[Math.round(share * (SHADES.length - 1))] ?? " ";
  return `${shade}${fixed(100 * value, 1).padStart(6)}`.padStart(CELL);
}
