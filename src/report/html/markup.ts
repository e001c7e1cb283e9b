import { plainText } from "../plain-text.js";

/** Markup that is safe to put into the page. Only `html` makes it, which escapes everything that is not such markup already. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | null | undefined | false | readonly Part[];

/** Template tag: what stands in the template is markup, what is filled in is text and escaped. Nothing is printed for null and false. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let out = template[0] ?? "";
  for (const [i, part] of parts.entries()) out += partText(part) + (template[i + 1] ?? "");
  return new Markup(out);
}

/** Markup made by a program that escapes by itself: charts. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function partText(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(partText).join("");
  if (part === null || part === undefined || part === false) return "";
  return escapeText(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for element content and quoted attributes: control characters and bidirectional overrides are taken out. */
function escapeText(text: string): string {
  return plainText(text, true).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
