import { canonicalJson } from "../json/canonical.js";
import type { Conventions } from "../model/audit.js";
import type { JsonValue } from "../model/json.js";
import { DEFAULT_OPTIONS } from "../model/options.js";
import { excerpt } from "./plain-text.js";
import type { Page } from "./style.js";
import { section } from "./table.js";

/** The options in force, in two columns where there is room; a star marks what differs from the default. */
export function conventions(values: Conventions, page: Page): string {
  const cells = Object.entries(values).map(([name, value]) => {
    const mark = Object.hasOwn(DEFAULT_OPTIONS, name) && !isDefault(name, value) ? "*" : " ";
    return `${mark} ${name.padEnd(17)} ${valueText(value)}`;
  });
  const room = Math.floor((page.width - 2) / 2);
  const half = Math.ceil(cells.length / 2);
  const narrow = cells.some((cell) => cell.length > room - 2);
  const lines = narrow
    ? cells.map((cell) => `  ${excerptCell(cell, page.width - 2)}`)
    : cells.slice(0, half).map((cell, i) => `  ${cell.padEnd(room)}${cells[half + i] ?? ""}`.trimEnd());
  const note = lines.some((line) => line.includes("*")) ? [page.style.faint("  * differs from the default")] : [];
  return section(page, "Conventions", ...lines, ...note);
}

function excerptCell(cell: string, width: number): string {
  return cell.length > width ? `${cell.slice(0, width - 1)}…` : cell;
}

function isDefault(name: string, value: unknown): boolean {
  const usual: unknown = Object.entries(DEFAULT_OPTIONS).find(([key]) => key === name)?.[1];
  return usual instanceof Map ? valueText(value) === "none" : valueText(usual) === valueText(value);
}

/** A convention's value on one line: lists by commas, nothing as `none`. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value)) return value.length === 0 ? "none" : excerpt(value.map(String).join(", "), 60);
  if (typeof value === "object") {
    return Object.keys(value).length === 0 ? "none" : excerpt(canonicalJson(value as JsonValue), 200);
  }
  return excerpt(String(value), 60);
}
