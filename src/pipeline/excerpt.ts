import { canonicalJson } from "../json/canonical.js";
import { field, isObject } from "../json/field.js";
import type { JsonValue } from "../model/json.js";

const LONGEST = 2000;

/** A text of the log, shortened. */
export function excerpt(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}... (${text.length} characters)`;
}

/** The last user text of a prompt, whatever its shape; its JSON where it has none. */
export function promptText(prompt: JsonValue): string {
  if (typeof prompt === "string") return excerpt(prompt);
  const messages = Array.isArray(prompt) ? prompt : [];
  const texts = messages.flatMap((message) => (isObject(message) ? [contentText(field(message, "content"))] : []));
  return excerpt(texts.filter((text) => text !== "").at(-1) ?? canonicalJson(prompt));
}

function contentText(content: JsonValue | undefined): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  const parts = content.map((part) => (isObject(part) ? field(part, "text") : part));
  return parts.filter((part) => typeof part === "string").join("\n");
}
