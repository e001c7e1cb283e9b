/** Where a text's parts stand in its tokens. */
export interface TokenOffsets {
  /** Number of tokens of the text. */
  readonly length: number;
  /** For each offset asked for, the number of tokens that begin before it. */
  readonly before: readonly number[];
}

/**
 * Finds UTF-16 offsets of a text, ascending, in the tokens that a tokenizer makes of it, without special tokens around
 * it. Null where the tokens do not spell the text, so that no place in it can be told.
 */
export type Tokenize = (text: string, offsets: readonly number[]) => TokenOffsets | null;
