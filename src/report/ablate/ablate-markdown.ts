import { canonicalJson } from "../../json/canonical.js";
import type { AblateResult } from "../../model/ablation.js";
import type { JsonValue } from "../../model/json.js";
import { gateMarkdown } from "../gates/gate-markdown.js";
import { LIMITS } from "../limits.js";
import { escapeMarkdown, markdownTable } from "../markdown.js";
import { count } from "../numbers.js";
import { ablateHeadline } from "./ablate-headline.js";
import { tableNotes } from "./ablate-notes.js";
import { variantTables } from "./ablate-tables.js";

/** The report of `ablate` as Markdown, for a step summary or a pull request. */
export function ablateMarkdown(result: AblateResult): string {
  const notes = tableNotes(result.variants, result.loggedRatios);
  const blocks = [
    "# Ablation of the credit transfer",
    ...ablateHeadline(result).map(escapeMarkdown),
    ...gateMarkdown(result.gates),
    ...result.warnings.map((warning) => `> **Warning** ${escapeMarkdown(`${warning.message} [${warning.code}]`)}`),
    ...variantTables(result.variants).flatMap(({ title, columns, rows }) => [
      `## ${title}`,
      markdownTable(
        columns.map(({ head }) => head),
        rows,
      ),
      escapeMarkdown(notes.get(title) ?? ""),
    ]),
    ...rejections(result),
    "## What this does and does not show",
    LIMITS.ablate,
    "## Conventions",
    markdownTable(
      ["option", "value"],
      Object.entries(result.conventions).map(([name, value]) => [name, canonicalJson(value as JsonValue)]),
    ),
    `tapo ${escapeMarkdown(result.version)}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function rejections(result: AblateResult): string[] {
  if (result.rejections.length === 0) return [];
  const rows = result.rejections.map((r) => [r.reason, count(r.count), `${r.first.path}: row ${r.first.row}`]);
  return ["## Records left out", markdownTable(["reason", "n", "first"], rows)];
}
