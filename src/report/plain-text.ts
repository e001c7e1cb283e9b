import { displayWidth } from "./display-width.js";

/** Terminal escape sequences with their arguments. Every alternative ends at the next ESC: linear time. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const ESCAPES = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x9c|\x1b\\)|\x1b[ -/]*[0-~]?/g;
/** C0 but tab and newline, DEL, C1, marks that turn the reading direction, line separators, lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/**
 * Text of a log made fit for a terminal: escape sequences, control characters and bidirectional overrides are taken out.
 * On one line unless `lines` is asked for: then newlines stay.
 */
export function plainText(text: string, lines = false): string {
  const clean = text.replace(/\r\n?/g, "\n").replace(ESCAPES, "").replace(CONTROLS, "");
  return lines ? clean.replaceAll("\t", "  ") : clean.replace(/[\n\t]/g, " ");
}

/** The beginning of a text of the log on one line, at most `width` columns, with an ellipsis where something is missing. */
export function excerpt(text: string, width: number): string {
  const head = text.slice(0, 40 * width);
  const line = plainText(head).replace(/ {2,}/g, " ").trim();
  return truncate(line, width, head.length < text.length);
}

/** Cuts plain text to `width` columns. */
export function truncate(text: string, width: number, cut = false): string {
  if (!cut && displayWidth(text) <= width) return text;
  let out = "";
  let used = 0;
  for (const char of text) {
    used += displayWidth(char);
    if (used > width - 1) break;
    out += char;
  }
  return `${out}…`;
}

/** Cuts plain text to `width` columns in its first half: names of a family differ at their ends. */
export function truncateMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const head = truncate(text, Math.max(2, Math.floor(width / 4)));
  const chars = [...text].reverse();
  let tail = "";
  for (const char of chars) {
    if (displayWidth(head) + displayWidth(char + tail) > width) break;
    tail = char + tail;
  }
  return head + tail;
}
