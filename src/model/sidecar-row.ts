import type { Id } from "./id.js";

/**
 * One turn in the flat table of `correct --sidecar` (CONTRACT). Null where the log or the method has no value: a missing
 * number is never 0.
 */
export interface SidecarRow {
  readonly path: string;
  /** Row in the file, from 0. */
  readonly row: number;
  readonly batch: Id;
  readonly group: Id;
  readonly rollout: Id;
  readonly turn: number;
  /** UTF-16 range in the response text, half-open. */
  readonly charStart: number | null;
  readonly charEnd: number | null;
  /** Range in the token arrays, half-open. */
  readonly tokenStart: number | null;
  readonly tokenEnd: number | null;
  readonly baseAdvantage: number;
  readonly advantage: number;
  /** Whether any call of the turn was corrected. */
  readonly corrected: boolean;
  /** Names of the turn's tools, in the order of the calls. */
  readonly tools: readonly string[];
  /** Of the call with the largest transfer, else the first that was looked at. */
  readonly similarity: number | null;
  readonly support: number | null;
  /** The turn's transfer `T`. */
  readonly transfer: number;
  readonly witnessRow: number | null;
  readonly witnessTurn: number | null;
}
