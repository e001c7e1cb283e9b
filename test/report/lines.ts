import { displayWidth } from "../../src/report/display-width.js";

/** Lines of a text that a terminal of that width would break. */
export function tooWide(text: string, width: number): string[] {
  return text.split("\n").filter((line) => displayWidth(line) > width);
}
