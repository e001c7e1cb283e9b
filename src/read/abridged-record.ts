import { isObject } from "../json/field.js";
import { parseJson } from "../json/parse.js";
import type { JsonObject } from "../model/json.js";
import { abridgeMessages, type Digest } from "./abridge-messages.js";
import { ByteBuilder } from "./byte-builder.js";
import { readBits } from "./read-bits.js";
import { type Member, TopLevelScanner } from "./top-level.js";

/** Fields that are read in a short way: chat messages in OpenAI's shape, and a list of 0 and 1. */
export interface AbridgedFields {
  readonly messages: string;
  readonly mask: string;
}

/**
 * Parses records whose long texts the later stages only compare: what tools answered becomes the short text that
 * `digest` gives for its bytes, and a policy mask is read without the parser. All else is as `RecordParser` reads it.
 */
export class AbridgedParser {
  readonly #scanner: TopLevelScanner;
  readonly #messages: number;
  readonly #mask: number;
  readonly #out = new ByteBuilder();

  constructor(
    fields: readonly string[],
    readonly abridged: AbridgedFields,
    readonly digest: Digest,
  ) {
    this.#scanner = new TopLevelScanner(fields);
    this.#messages = fields.indexOf(abridged.messages);
    this.#mask = fields.indexOf(abridged.mask);
  }

  /** The record in `[start, end)`; null where it is not of the usual shape and must be read the general way. */
  parse(bytes: Buffer, start: number, end: number): JsonObject | null {
    const scanner = this.#scanner;
    if (!scanner.scan(bytes, start, end)) return null;
    const messages = this.#only(this.#messages);
    const mask = this.#only(this.#mask);
    if (messages === null) return null;
    const bits = mask === null ? null : readBits(bytes, mask.valueStart, mask.end);
    const out = this.#out.clear();
    for (let i = 0; i < scanner.count; i++) {
      const member = scanner.members[i];
      if (member === undefined || (member === mask && bits !== null)) continue;
      out.byte(out.length === 0 ? OPEN_OBJECT : COMMA);
      if (member !== messages) out.copy(bytes, member.start, member.end);
      else {
        out.copy(bytes, member.start, member.valueStart);
        if (!abridgeMessages(bytes, member.valueStart, member.end, out, this.digest)) return null;
      }
    }
    out.byte(CLOSE_OBJECT);
    const value = parsed(out.text());
    if (value !== null && bits !== null) value[this.abridged.mask] = bits;
    return value;
  }

  /** The member of a field; null where it is not there, or there twice. */
  #only(key: number): Member | null {
    let found: Member | null = null;
    for (let i = 0; i < this.#scanner.count; i++) {
      const member = this.#scanner.members[i];
      if (member === undefined || member.key !== key) continue;
      if (found !== null) return null;
      found = member;
    }
    return found;
  }
}

const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const COMMA = 44;

function parsed(text: string): JsonObject | null {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // the general way says what is wrong with it
  }
}
