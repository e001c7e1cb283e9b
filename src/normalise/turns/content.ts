import { canonicalJson } from "../../json/canonical.js";
import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import { anthropicCall, anthropicResult } from "../encodings/anthropic.js";
import type { FoundCall, FoundResult } from "./message.js";

/** What the content of a message holds. */
export interface Content {
  /** Text parts, joined by newlines. */
  readonly text: string;
  /** Text and images, joined by newlines; null where an image's bytes were left out of the log. */
  readonly observation: string | null;
  readonly calls: readonly FoundCall[];
  readonly results: readonly FoundResult[];
}

/** Reads content that is a string, a list of parts (OpenAI, Anthropic, Responses), or one part. */
export function readContent(value: JsonValue | undefined): Content {
  if (value === undefined || value === null) return plain("");
  if (typeof value === "string") return plain(value);
  const reader = new PartReader();
  for (const part of Array.isArray(value) ? value : [value]) reader.read(part);
  return reader.content();
}

/** Thinking that a log keeps apart, as it would stand in the policy's own text. */
export function think(text: string): string {
  return `<think>${text}</think>`;
}

const PLACEHOLDER = /<image>|<\|image_pad\|>|<\|vision_start\|>|<image_placeholder>/;

/** The text of an observation; null where it stands for an image that the log does not hold: equal texts would prove nothing. */
export function observationText(text: string): string | null {
  return text.includes("<") && PLACEHOLDER.test(text) ? null : text;
}

function plain(text: string): Content {
  return { text, observation: observationText(text), calls: [], results: [] };
}

class PartReader {
  private readonly texts: string[] = [];
  private readonly all: string[] = [];
  private readonly calls: FoundCall[] = [];
  private readonly results: FoundResult[] = [];
  private lost = false;

  read(part: JsonValue): void {
    if (part === null) return;
    if (!isObject(part)) this.text(typeof part === "string" ? part : canonicalJson(part));
    else this.block(part, field(part, "type"));
  }

  private block(part: JsonObject, type: JsonValue | undefined): void {
    if (type === "tool_use") this.calls.push(anthropicCall(part));
    else if (type === "tool_result") this.result(part);
    else if (typeof type === "string" && type.includes("image")) this.image(part);
    else this.words(part);
  }

  content(): Content {
    const observation = this.lost ? null : observationText(this.all.join("\n"));
    return { text: this.texts.join("\n"), observation, calls: this.calls, results: this.results };
  }

  private text(text: string): void {
    this.texts.push(text);
    this.all.push(text);
  }

  private words(part: JsonObject): void {
    const text = field(part, "text");
    const thinking = field(part, "thinking") ?? field(part, "reasoning");
    if (typeof text === "string") this.text(text);
    else if (typeof thinking === "string") this.text(think(thinking));
  }

  private result(part: JsonObject): void {
    const { id, content } = anthropicResult(part);
    this.results.push({ id, text: readContent(content).observation });
  }

  private image(part: JsonObject): void {
    const image = field(part, "image_url") ?? field(part, "image") ?? field(part, "source") ?? null;
    const url = isObject(image) ? (field(image, "url") ?? field(image, "data") ?? null) : image;
    if (typeof url === "string" && url !== "" && !/^data:[^,]*,$/.test(url)) this.all.push(url);
    else this.lost = true;
  }
}
