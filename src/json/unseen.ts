/** What JSON need not escape, but a terminal obeys or a reader does not see: DEL, C1 controls, marks of reading direction. */
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
/** Controls that JSON would escape, but for tab and newline, which a quoted cell may hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f]/g;

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** JSON text that shows no control character: the same value. */
export function escapeUnseen(json: string): string {
  return json.replace(UNSEEN, escaped);
}

/** Text of a log for a file without escapes of its own: controls show as JSON writes them. */
export function showControls(text: string): string {
  return escapeUnseen(text.replace(CONTROLS, escaped));
}
