/** How an environment's answer stands inside text: the tags around it. */
const BLOCKS = [
  { open: "<tool_response>", close: "</tool_response>" },
  { open: "<information>", close: "</information>" },
  { open: "<result>", close: "</result>" },
  { open: "```output\n", close: "```" },
] as const;

export interface ObservationBlock {
  /** What stands between the tags, trimmed. */
  readonly text: string;
  /** Behind the closing tag; the text's end where it is cut off. */
  readonly end: number;
}

/** The observation that begins at `at`, white space aside; null where none does. */
export function observationAt(text: string, at: number): ObservationBlock | null {
  let start = at;
  while (start < text.length && isSpace(text.charCodeAt(start))) start++;
  const block = BLOCKS.find(({ open }) => text.startsWith(open, start));
  if (block === undefined) return null;
  const from = start + block.open.length;
  const stop = text.indexOf(block.close, from);
  return stop < 0
    ? { text: text.slice(from).trim(), end: text.length }
    : { text: text.slice(from, stop).trim(), end: stop + block.close.length };
}

/** The observations that stand one after the other from `at`. */
export function observationsFrom(
  text: string,
  at: number,
): { readonly texts: readonly string[]; readonly end: number } {
  const texts: string[] = [];
  let end = at;
  for (let block = observationAt(text, end); block !== null; block = observationAt(text, end)) {
    texts.push(block.text);
    end = block.end;
  }
  return { texts, end };
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
