import { readFile } from "node:fs/promises";
import { isObject } from "../../json/field.js";
import { InputError } from "../../model/errors.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { Tokenize } from "../../model/tokenize.js";
import { fileProblem } from "../file-problem.js";
import { tokenOffsets } from "./token-offsets.js";
import { TokenSpelling } from "./token-spelling.js";

/**
 * Loads a Hugging Face `tokenizer.json`. The library that reads it is loaded only here.
 * @throws InputError where the file is none, or holds a part that the library does not know.
 */
export async function loadTokenizer(path: string): Promise<Tokenize> {
  const content = await readFile(path, "utf8").catch((error: unknown) => {
    throw fileProblem(path, error);
  });
  const json = parsed(content, path);
  const { Tokenizer } = await import("@huggingface/tokenizers");
  try {
    const tokenizer = new Tokenizer(json, {});
    const added = [...tokenizer.get_added_tokens_decoder().values()].map((token) => token.content);
    const spelling = new TokenSpelling(json, added);
    return (text, offsets) => {
      const normalised = spelling.normalised(text, offsets);
      if (normalised === null) return null;
      const { tokens } = tokenizer.encode(text, { add_special_tokens: false });
      return tokenOffsets(normalised, tokens, (token) => spelling.bytesOf(token));
    };
  } catch (error) {
    throw new InputError(
      `${path}: cannot be used as a tokenizer (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

function parsed(content: string, path: string): JsonObject {
  let json: JsonValue = null;
  try {
    json = JSON.parse(content) as JsonValue;
  } catch {
    // said below: the file is no tokenizer, whatever else it is
  }
  if (!isObject(json) || !isObject(json.model))
    throw new InputError(`${path}: no tokenizer.json of Hugging Face, which is an object with a "model"`);
  return json;
}
