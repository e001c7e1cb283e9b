import type { Warning } from "../model/audit.js";
import { plainText } from "./plain-text.js";
import type { Page } from "./style.js";
import { wrap } from "./wrap.js";

/** Warnings as a block that is hard to miss; empty where there are none. */
export function warningBlock(warnings: readonly Warning[], page: Page): string {
  if (warnings.length === 0) return "";
  const rule = "!".repeat(Math.min(page.width, 72));
  const blocks = warnings.map((warning) =>
    wrap(`${plainText(warning.message)} [${plainText(warning.code)}]`, page.width, "  ", "! "),
  );
  return ["", ...[rule, ...blocks, rule].map((line) => page.style.warn(line))].join("\n");
}
