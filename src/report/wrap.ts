import { displayWidth } from "./display-width.js";

/**
 * Breaks plain text into lines of at most `width` columns, each behind `indent`; `first` stands before the first line in its place.
 * A word longer than a line stands alone on its own: paths and ids are never torn.
 */
export function wrap(text: string, width: number, indent = "", first = indent): string {
  const lines: string[] = [];
  let line = "";
  let prefix = first;
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(prefix) + displayWidth(longer) > width) {
      lines.push(prefix + line);
      prefix = indent;
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, prefix + line].join("\n");
}
