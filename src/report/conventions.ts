import { canonicalJson } from "../json/canonical.js";
import type { Conventions } from "../model/audit.js";
import type { JsonValue } from "../model/json.js";
import { ANSWER_TOOLS } from "../model/names.js";
import { DEFAULT_OPTIONS } from "../model/options.js";
import { displayWidth } from "./display-width.js";
import { excerpt, truncate } from "./plain-text.js";
import type { Page } from "./style.js";
import { section } from "./table.js";

/** Defaults as they stand in a result, where options that follow others are resolved. */
const USUAL: ReadonlyMap<string, unknown> = new Map(
  Object.entries({ ...DEFAULT_OPTIONS, excludeTools: ANSWER_TOOLS, clusterThreshold: undefined }),
);

/** The options in force: short ones in two columns, long ones below; a star marks what differs from the default. */
export function conventions(values: Conventions, page: Page): string {
  const cells = Object.entries(values).map(
    ([name, value]) => `${isUsual(name, value, values) ? " " : "*"} ${name.padEnd(17)} ${valueText(value)}`,
  );
  const room = Math.floor((page.width - 2) / 2);
  const short = cells.filter((cell) => displayWidth(cell) < room);
  const half = Math.ceil(short.length / 2);
  const lines = [
    ...short.slice(0, half).map((cell, i) => `${cell.padEnd(room)}${short[half + i] ?? ""}`.trimEnd()),
    ...cells.filter((cell) => displayWidth(cell) >= room).map((cell) => truncate(cell, page.width - 2)),
  ];
  const note = cells.some((cell) => cell.startsWith("*")) ? [page.style.faint("  * differs from the default")] : [];
  return section(page, "Conventions", ...lines.map((line) => `  ${line}`), ...note);
}

function isUsual(name: string, value: unknown, values: Conventions): boolean {
  if (!USUAL.has(name)) return true;
  const usual = USUAL.get(name) ?? (name === "clusterThreshold" ? values.theta : null);
  return valueText(usual instanceof Map ? {} : usual) === valueText(value);
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
