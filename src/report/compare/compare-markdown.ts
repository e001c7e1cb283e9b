import { canonicalJson } from "../../json/canonical.js";
import type { CompareResult } from "../../model/compare.js";
import type { JsonValue } from "../../model/json.js";
import { escapeMarkdown, markdownTable } from "../markdown.js";
import { headline } from "./cells.js";
import { approximateNote, compareTables } from "./compare-tables.js";

/** The report of `compare` as Markdown. */
export function compareMarkdown(result: CompareResult): string {
  const blocks = [
    "# Credit rules side by side",
    ...headline(result).map(escapeMarkdown),
    ...result.warnings.map((warning) => `> **Warning** ${escapeMarkdown(`${warning.message} [${warning.code}]`)}`),
    ...compareTables(result).flatMap(({ title, head, rows }) => [`## ${title}`, markdownTable(head, rows)]),
    approximateNote(result),
    "## Conventions",
    markdownTable(
      ["option", "value"],
      Object.entries(result.conventions).map(([name, value]) => [name, canonicalJson(value as JsonValue)]),
    ),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}
