/** How an environment's answer stands inside text: the tags around it. */
const BLOCKS = [
  { open: "<tool_response>", close: "</tool_response>" },
  { open: "<information>", close: "</information>" },
  { open: "<result>", close: "</result>" },
  { open: "```output\n", close: "```" },
  { open: "<|tool_response>", close: "<tool_response|>" },
  { open: "<start_function_response>", close: "<end_function_response>" },
  { open: "<｜tool▁output▁begin｜>", close: "<｜tool▁output▁end｜>" },
  { open: "[TOOL_RESULTS]", close: "[/TOOL_RESULTS]" },
] as const;

/** What may stand between a call and its answer besides white space. */
const MARKS = ["<｜tool▁calls▁end｜>", "<｜end▁of▁sentence｜>", "<｜tool▁outputs▁begin｜>", "</s>"] as const;

/** Ends a list of answers. */
const LAST_MARK = "<｜tool▁outputs▁end｜>";

export interface ObservationBlock {
  /** What stands between the tags, trimmed. */
  readonly text: string;
  /** Behind the closing tag; the text's end where it is cut off. */
  readonly end: number;
}

/** The observation that begins at `at`, white space aside; null where none does. */
export function observationAt(text: string, at: number): ObservationBlock | null {
  const start = skipMarks(text, at);
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
    end = text.startsWith(LAST_MARK, block.end) ? block.end + LAST_MARK.length : block.end;
  }
  return { texts, end };
}

function skipMarks(text: string, at: number): number {
  let end = at;
  for (;;) {
    while (end < text.length && isSpace(text.charCodeAt(end))) end++;
    const mark = MARKS.find((one) => text.startsWith(one, end));
    if (mark === undefined) return end;
    end += mark.length;
  }
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
