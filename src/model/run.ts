import type { MethodOptions } from "./options.js";
import type { RemoteAccess } from "./remote.js";
import type { Tokenize } from "./tokenize.js";

/** How the log is to be read, where a user overrides what the dialect says. */
export interface LogOptions {
  /** Dialect by name; null detects it, file by file. */
  readonly dialect: string | null;
  /** Fields whose values together are the group id; empty: the dialect's own. */
  readonly groupBy: readonly string[];
  /** Field that holds the batch; null: the dialect's own. */
  readonly batchBy: string | null;
  /** Field that holds the reward; null: the dialect's own. */
  readonly reward: string | null;
  /** `--map reward=score,...`: standard name to the field that holds it, for the generic dialect. */
  readonly map: ReadonlyMap<string, string>;
  /** Leave out records that cannot be used, counted, in place of stopping. */
  readonly lenient: boolean;
}

export interface Progress {
  /** What is being done: "reading", "matching", "writing". */
  readonly stage: string;
  readonly done: number;
  /** Null where the end is not known. */
  readonly total: number | null;
  readonly unit: "bytes" | "rows" | "groups" | "steps" | "shards";
}

export interface RunOptions {
  readonly method: MethodOptions;
  readonly log: LogOptions;
  readonly threads: number;
  /** Most bytes that a compressed input may expand to; default 100 GB. */
  readonly maxExpanded?: number;
  /** How `s3://` and `https://` inputs are asked for. Default: without credentials. */
  readonly remote?: RemoteAccess;
  /** Bytes of memory to stay within, above which what is kept of a log goes to a temporary file; default 60 % of the machine's. */
  readonly memoryLimit?: number;
  /** The policy's tokenizer, for rollouts whose records hold a response text but no tokens. */
  readonly tokenize?: Tokenize;
  /** Input bytes from which on threads are used; by default where they pay. */
  readonly threadsFrom?: number;
  /** Standard input, for the input `-`. */
  readonly stdin?: AsyncIterable<Uint8Array | string>;
  readonly onProgress?: (progress: Progress) => void;
  /** A line for people while the work goes on: how groups were found, skipped side files. */
  readonly onNote?: (note: string) => void;
}
