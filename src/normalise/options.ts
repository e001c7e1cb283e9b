import type { LogOptions } from "../model/run.js";
import type { Tokenize } from "../model/tokenize.js";
import type { Need } from "./dialect.js";

/** What a run asks of the normaliser. */
export interface NormaliseOptions {
  readonly log: LogOptions;
  /** Field that says success, named by the user; null: the dialect's own, else the reward decides. */
  readonly successField: string | null;
  /** Keep a rollout whose mask cannot be used, without its tokens. */
  readonly lenient: boolean;
  readonly need: Need;
  /** The policy's tokenizer, for rollouts whose records hold a response text but no tokens. */
  readonly tokenize?: Tokenize | undefined;
}
