import type { Figure, FigureWithInterval } from "../model/audit.js";

/** A count with thousands separated: 1,234,567. Numbers that are no integers keep two decimals. */
export function count(value: number): string {
  const [whole = "", fraction] = (Number.isInteger(value) ? String(value) : value.toFixed(2)).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `1 rollout`, `2 rollouts`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** A share as a percentage with one decimal: 52.3 %. */
export function percent(share: number): string {
  return `${fixed(100 * share, 1)} %`;
}

/** Fixed decimals without a negative zero. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text;
}

/** A figure's value, or why there is none: `n/a (no failing rollouts)`. */
export function figureValue(figure: Figure): string {
  return figure.value === null ? `n/a (${figure.reason ?? "undefined"})` : percent(figure.value);
}

/** The same for a narrow cell, where the reason stands elsewhere. */
export function figureCell(figure: Figure): string {
  return figure.value === null ? "n/a" : percent(figure.value);
}

/** The value with what it is a share of: `52.3 % (213 / 407)`. */
export function shareOf(figure: Figure): string {
  return figure.value === null ? figureValue(figure) : `${percent(figure.value)} (${fraction(figure)})`;
}

/** `213 / 407`. */
export function fraction(figure: Figure): string {
  return `${count(figure.numerator)} / ${count(figure.denominator)}`;
}

/** The cell of a figure with its interval in per cent: `52.3 % [48.1, 56.0]`. */
export function withInterval(figure: Figure, ci95: readonly [number, number] | null): string {
  return `${figureCell(figure)} ${interval({ ...figure, ci95 })}`.trim();
}

/** A 95 % interval in per cent: `[48.1, 56.0]`; empty where the figure has none. */
export function interval(figure: FigureWithInterval): string {
  return figure.ci95 === null ? "" : `[${figure.ci95.map((bound) => fixed(100 * bound, 1)).join(", ")}]`;
}
