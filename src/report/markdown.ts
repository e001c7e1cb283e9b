import { plainText } from "./plain-text.js";

/** A GitHub-flavoured table. Cells may be text of the log: markup in them is escaped. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[], numbersFrom = 1): string {
  const rule = head.map((_, i) => (i < numbersFrom ? ":--" : "--:"));
  const lines = [head, rule, ...rows.map((row) => row.map(escapeMarkdown))];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Text of the log that Markdown must show as it is: no markup, no HTML, no links. */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/[\\`*_{}[\]|#~]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
