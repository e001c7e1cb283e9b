import type { JsonObject } from "./json.js";
import type { JsonPatch } from "./json-patch.js";
import type { TokenRuns } from "./token-runs.js";

/** What `correct` adds to one row of a log. All numbers are finite. */
export interface RowCorrection {
  /** Value of the `tapo` member: an object, or a list of them for a row with several rollouts; null: no such member. */
  readonly member: JsonPieces | null;
  /** The change that puts token advantages where the trainer reads them, for records of JSON; null leaves the record as it is. */
  readonly ownField?: (record: JsonObject) => JsonPatch | null;
  /** Base advantage of the rollout, `A_j`; null for a row with several rollouts. */
  readonly advantage: number | null;
  readonly success: boolean | null;
  /** Corrected advantage of each turn; null for a row with several rollouts. */
  readonly turnAdvantages: ArrayLike<number> | null;
  /** Corrected advantage of each token, 0 off the policy mask; null where the log has no tokens. */
  readonly tokenAdvantages: TokenRuns | null;
}

/**
 * JSON text in pieces, one after the other: UTF-8, or ASCII text to be written so many times. A number that a thousand
 * tokens have is formatted once.
 */
export type JsonPieces = readonly (Uint8Array | string | { readonly text: string; readonly times: number })[];

/** Gives the correction of a row by its number in the file; null passes the row through unchanged. */
export type CorrectionOf = (row: number) => RowCorrection | null;

export const PARQUET_LAYOUTS = ["default", "plain"] as const;
/** `plain`: PLAIN encoding, version 1 pages, snappy, no dictionary: what simple readers such as parquetjs read right. */
export type ParquetLayout = (typeof PARQUET_LAYOUTS)[number];

export const WRITE_TO = ["tapo", "log", "both"] as const;
/** Where corrections stand in a record: the member `tapo`, the log's own field for token advantages, or both. */
export type WriteTo = (typeof WRITE_TO)[number];
