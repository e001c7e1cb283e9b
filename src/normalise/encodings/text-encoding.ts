import type { FoundCall } from "../turns/message.js";
import type { Finder } from "./finder.js";

/** What an encoding found where one of its openers stands. */
export interface TextMatch {
  readonly calls: readonly FoundCall[];
  /** Behind the last character that belongs to it. */
  readonly end: number;
  /** True for words that the environment put into the policy's text. */
  readonly environment?: boolean;
}

/** What surrounds the text at hand. */
export interface TextContext {
  /** True where a message of the environment comes after the text. */
  readonly answered: boolean;
}

/** One way of writing tool calls into text. */
export interface TextEncoding {
  readonly name: string;
  /** The strings that begin a call. */
  readonly openers: readonly string[];
  /** Reads what begins at `at`, where one of the openers stands; null where it is no call of this encoding. Must run in linear time. */
  read(finder: Finder, at: number, context: TextContext): TextMatch | null;
}
