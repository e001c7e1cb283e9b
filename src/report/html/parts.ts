import { canonicalJson } from "../../json/canonical.js";
import type { GateResult } from "../../model/ablation.js";
import type { Conventions, Figure, Funnel, RejectionSummary, Warning } from "../../model/audit.js";
import type { JsonValue } from "../../model/json.js";
import { failedFirst, gateSummary } from "../gates/gate-lines.js";
import { count, figureValue, fraction, interval } from "../numbers.js";
import { excerpt } from "../plain-text.js";
import { dataTable } from "./data-table.js";
import { html, type Markup } from "./markup.js";
import type { Section } from "./page.js";
import { shorten } from "./shorten.js";

/** Warnings shown; the JSON has all. */
const WARNINGS = 40;

/** Findings as sentences, the first one largest; warnings below. */
export function lead(findings: readonly string[], warnings: readonly Warning[]): Markup {
  const [first = "", ...others] = findings;
  const rest = warnings.length - WARNINGS;
  return html`<p class="lead"><strong>${first}</strong></p>
${others.map((sentence) => html`<p>${sentence}</p>`)}
${
  warnings.length > 0 &&
  html`<div class="warnings" role="note" aria-label="Warnings"><strong>Mind this</strong><ul>${warnings.slice(0, WARNINGS).map(({ message }) => html`<li>${excerpt(message, 600)}</li>`)}</ul>${rest > 0 && html`<p>${rest} more warnings are in the JSON.</p>`}</div>`
}`;
}

/** Figures as cards: value, interval, what it is a share of. */
export function cards(
  figures: readonly (readonly [name: string, figure: Figure & { readonly ci95?: readonly [number, number] | null }])[],
): Markup {
  return html`<ul class="cards">${figures.map(([name, figure]) => {
    const ci95 = figure.ci95 ?? null;
    const bounds = ci95 === null ? null : html`<span>95 % interval ${interval({ ...figure, ci95 })} %</span>`;
    return html`<li><span class="name">${name}</span><strong>${figureValue(figure)}</strong><span>${fraction(figure)}</span>${bounds}</li>`;
  })}</ul>`;
}

/** The gates, failed ones first; no section without any. */
export function gateSection(gates: readonly GateResult[]): Section[] {
  if (gates.length === 0) return [];
  const rows = failedFirst(gates).map(({ passed, message }) => [
    html`<span class="${passed ? "passed" : "failed"}">${passed ? "passed" : "FAILED"}</span>`,
    message,
  ]);
  const body = html`<div class="texts">${dataTable({ caption: gateSummary(gates), head: ["gate", "figure, expected, found"], rows })}</div>`;
  return [{ id: "gates", title: "Gates", body }];
}

/** From rows to calls, and what was left out. */
export function inputSection(funnel: Funnel, grouping: string, rejections: readonly RejectionSummary[]): Section {
  const rows = Object.entries(funnel).map(([name, value]) => [name, count(value)]);
  const left = rejections.map((r) => [
    excerpt(r.reason, 120),
    count(r.count),
    `${excerpt(r.first.path, 80)}: row ${r.first.row}`,
  ]);
  const body = html`<p>${shorten(grouping, 400)}</p>${dataTable({ caption: "Counts", head: ["what", "n"], rows })}
${left.length > 0 && html`<div class="texts">${dataTable({ caption: "Records left out", head: ["reason", "n", "first"], rows: left })}</div>`}`;
  return { id: "input", title: "From rows to calls", body };
}

/** What may and may not be concluded. */
export function limitsSection(text: string): Section {
  return { id: "limits", title: "What this does and does not show", body: html`<p>${text}</p>` };
}

/** The options in force. */
export function optionSection(conventions: Conventions, version: string): Section {
  const rows = Object.entries(conventions).map(([name, value]) => [
    name,
    excerpt(canonicalJson(value as JsonValue), 400),
  ]);
  const body = html`<div class="texts">${dataTable({ caption: "Options in force", head: ["option", "value"], rows })}</div><p class="note">tapo ${version}</p>`;
  return { id: "options", title: "Options", body };
}
