/** Small `tokenizer.json` files of the kinds that policies use. */

const ALPHABET: string[] = [];
for (let byte = 0, other = 256; byte < 256; byte++) {
  const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  ALPHABET.push(String.fromCharCode(printable ? byte : other++));
}
const added = (id: number, content: string) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
});

function bpe(alphabet: readonly string[], merges: readonly (readonly [string, string])[], more: object) {
  const vocab = Object.fromEntries(
    [...alphabet, ...merges.map((pair) => pair.join(""))].map((token, id) => [token, id]),
  );
  return {
    type: "BPE",
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
    vocab,
    merges,
    ...more,
  };
}

const base = { version: "1.0", truncation: null, padding: null, post_processor: null };

/** As Qwen's: NFC, a split pattern, byte-level BPE, special tokens. */
export const BYTE_LEVEL = {
  ...base,
  added_tokens: [added(1000, "<|im_end|>"), added(1001, "<|im_start|>")],
  normalizer: { type: "NFC" },
  pre_tokenizer: {
    type: "Sequence",
    pretokenizers: [
      {
        type: "Split",
        pattern: {
          Regex:
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        },
        behavior: "Isolated",
        invert: false,
      },
      { type: "ByteLevel", add_prefix_space: false, trim_offsets: false, use_regex: false },
    ],
  },
  decoder: { type: "ByteLevel", add_prefix_space: false, trim_offsets: false, use_regex: false },
  model: bpe(
    ALPHABET,
    [
      ["t", "h"],
      ["th", "e"],
      ["Ġ", "the"],
      ["s", "e"],
      ["a", "r"],
      ["se", "ar"],
      ["sear", "c"],
      ["searc", "h"],
      ["<", "search"],
      ["Ã", "©"],
    ],
    {},
  ),
};

const LETTERS = [..."▁abcdefghijklmnopqrstuvwxyz<>/.,{}:\"'"];
const BYTES = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);

/** As Llama 2's: a space is a mark, one is put before the text, what is not in the vocabulary is bytes. */
export const METASPACE = {
  ...base,
  added_tokens: [added(2000, "</s>")],
  normalizer: {
    type: "Sequence",
    normalizers: [
      { type: "Prepend", prepend: "▁" },
      { type: "Replace", pattern: { String: " " }, content: "▁" },
    ],
  },
  pre_tokenizer: null,
  decoder: {
    type: "Sequence",
    decoders: [
      { type: "Replace", pattern: { String: "▁" }, content: " " },
      { type: "ByteFallback" },
      { type: "Fuse" },
      { type: "Strip", content: " ", start: 1, stop: 0 },
    ],
  },
  model: bpe(
    [...BYTES, ...LETTERS],
    [
      ["t", "h"],
      ["▁", "th"],
      ["▁th", "e"],
      ["s", "e"],
    ],
    { fuse_unk: true, byte_fallback: true, unk_token: "<0x00>" },
  ),
};

/** Words between white space. */
export function wordLevel(words: readonly string[]) {
  return {
    ...base,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: "Whitespace" },
    decoder: null,
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries(["[UNK]", ...words].map((word, id) => [word, id])),
      unk_token: "[UNK]",
    },
  };
}
