import { type Role, roleNamed } from "./message.js";

/** A stretch of text by one speaker, `[start, end)`, without the marks around it. */
export interface Segment {
  readonly role: Role;
  readonly start: number;
  readonly end: number;
}

/** How chat templates mark who speaks. */
const MARKED =
  /<\|im_start\|>([a-z_]{1,30})\n?|<\|start_header_id\|>([a-z_]{1,30})<\|end_header_id\|>(?:\n\n)?|<start_of_turn>([a-z]{1,30})\n?|<\|turn>([a-z]{1,30})\n?|<\|(user|assistant|observation|system)\|>\n?|<｜(User|Assistant)｜>|<\|start\|>([^<\s]{1,100})/g;
/** The same with special tokens stripped from the text: the role's name is left on a line of its own. */
const BARE = /(?:^|\n)(assistant|tool|user|system)\n/g;
const ENDS =
  /<\|im_end\|>|<\|eot_id\|>|<\|eom_id\|>|<end_of_turn>|<turn\|>|<\|endoftext\|>|<｜end▁of▁sentence｜>|<\|end\|>|<\|call\|>|<\|return\|>/;

/**
 * Cuts a conversation in one text at its role marks. What stands before the first mark is `first`'s.
 * `bare`: also where only role names on lines of their own are left of the marks.
 */
export function segments(text: string, first: Role, bare: boolean): readonly Segment[] {
  const marked = cut(text, first, MARKED);
  return marked.length > 1 || !bare ? marked : cut(text, first, BARE);
}

function cut(text: string, first: Role, marks: RegExp): readonly Segment[] {
  const found: Segment[] = [];
  let role = first;
  let start = 0;
  marks.lastIndex = 0;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    found.push({ role, start, end: match.index });
    role = roleOf(match.slice(1).find((name) => name !== undefined) ?? "");
    start = match.index + match[0].length;
    if (marks === BARE) marks.lastIndex = start - 1; // the line break may begin the next mark
  }
  found.push({ role, start, end: text.length });
  return merged(
    found.map((segment) => withoutEnd(text, segment)).filter((segment) => !isBlank(text, segment, found.length)),
  );
}

function isBlank(text: string, { start, end }: Segment, count: number): boolean {
  return count > 1 && text.slice(start, end).trim() === "";
}

/** gpt-oss names the tool where others say `tool`. */
function roleOf(name: string): Role {
  return roleNamed(name) ?? "tool";
}

function withoutEnd(text: string, { role, start, end }: Segment): Segment {
  const mark = text.slice(start, end).search(ENDS);
  return { role, start, end: mark < 0 ? end : start + mark };
}

/** Several assistant segments in a row are one turn: gpt-oss marks its thinking and its call apart. */
function merged(list: readonly Segment[]): readonly Segment[] {
  const out: Segment[] = [];
  for (const segment of list) {
    const last = out.at(-1);
    if (last?.role === "assistant" && segment.role === "assistant") out[out.length - 1] = { ...last, end: segment.end };
    else out.push(segment);
  }
  return out;
}
