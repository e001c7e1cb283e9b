import { showControls } from "./unseen.js";

/** Beginnings that a spreadsheet would run as a formula; the wide ones in East Asian settings. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A cell of text from the log (RFC 4180): one that a spreadsheet would take for a formula begins with an apostrophe, and
 * control characters, which a terminal would obey, show as `\u001b`.
 */
export function csvCell(text: string): string {
  const safe = showControls(FORMULA.test(text) ? `'${text}` : text);
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
