import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import { byteOf } from "./byte-alphabet.js";
import type { NormalisedText } from "./token-offsets.js";

const FORMS = ["NFC", "NFD", "NFKC", "NFKD"] as const;

/** What the tokens of a `tokenizer.json` spell, and the text as its normaliser leaves it. */
export class TokenSpelling {
  readonly #added: ReadonlySet<string>;
  readonly #known = new Map<string, Buffer | null>();
  readonly #byteLevel: boolean;
  readonly #metaspace: boolean;
  readonly #prefix: string | null;
  readonly #suffix: string | null;
  readonly #unknown: string | null;
  readonly #form: (typeof FORMS)[number] | undefined;

  constructor(json: JsonObject, added: readonly string[]) {
    const model = isObject(json.model) ? json.model : {};
    const types = [json.normalizer, json.pre_tokenizer, json.decoder].flatMap(typesIn);
    this.#added = new Set(added);
    this.#byteLevel = types.includes("ByteLevel");
    this.#metaspace =
      !this.#byteLevel && JSON.stringify([json.normalizer, json.pre_tokenizer, json.decoder]).includes("▁");
    this.#prefix = textOf(field(model, "continuing_subword_prefix"));
    this.#suffix = textOf(field(model, "end_of_word_suffix"));
    this.#unknown = unknownToken(model);
    this.#form = FORMS.find((form) => types.includes(form));
  }

  /** The text in the Unicode form of the normaliser; null where an offset stands inside what it joins or reorders. */
  normalised(text: string, offsets: readonly number[]): NormalisedText | null {
    const form = this.#form;
    const whole = form === undefined ? text : text.normalize(form);
    const same = whole === text;
    const places: number[] = [];
    let joined = "";
    let from = 0;
    let length = 0;
    for (const to of [...offsets, text.length]) {
      const part = text.slice(from, to);
      const piece = same || form === undefined ? part : part.normalize(form);
      length += Buffer.byteLength(piece);
      places.push(length);
      if (!same) joined += piece;
      from = to;
    }
    if (!same && joined !== whole) return null;
    return { bytes: Buffer.from(whole), offsets: places.slice(0, offsets.length) };
  }

  /** Bytes of UTF-8 that a token stands for; null where that cannot be told, as of the unknown token. */
  bytesOf(token: string): Buffer | null {
    const known = this.#known.get(token);
    if (known !== undefined) return known;
    const made = this.#make(token);
    this.#known.set(token, made);
    return made;
  }

  #make(token: string): Buffer | null {
    if (token === this.#unknown) return null;
    if (this.#added.has(token)) return Buffer.from(token);
    if (this.#byteLevel) {
      const bytes = Array.from(token, byteOf);
      return bytes.includes(-1) ? null : Buffer.from(bytes);
    }
    const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
    if (byte !== undefined) return Buffer.from(byte, "hex");
    let text = this.#metaspace ? token.replaceAll("▁", " ") : token;
    if (this.#prefix && text.startsWith(this.#prefix)) text = text.slice(this.#prefix.length);
    if (this.#suffix && text.endsWith(this.#suffix)) text = text.slice(0, -this.#suffix.length);
    return Buffer.from(text);
  }
}

/** The types of a normaliser, pre-tokeniser or decoder and of those that it is a sequence of. */
function typesIn(part: JsonValue | undefined): string[] {
  if (!isObject(part)) return [];
  const inner = [field(part, "normalizers"), field(part, "pretokenizers"), field(part, "decoders")];
  const own = field(part, "type");
  return [
    ...(typeof own === "string" ? [own] : []),
    ...inner.flatMap((list) => (Array.isArray(list) ? list.flatMap(typesIn) : [])),
  ];
}

function unknownToken(model: JsonObject): string | null {
  const id = field(model, "unk_id");
  const vocabulary = field(model, "vocab");
  const entry = Array.isArray(vocabulary) && typeof id === "number" ? vocabulary[id] : undefined;
  return textOf(field(model, "unk_token")) ?? (Array.isArray(entry) ? textOf(entry[0]) : null);
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}
