import type { JsonObject } from "./json.js";
import type { RemoteAccess } from "./remote.js";
import type { Rejection, Span } from "./rollout.js";

export const FORMATS = ["jsonl", "json", "parquet", "arrow-file", "arrow-stream", "text"] as const;
/** What the bytes of an input are, by content. `json` is one document: an array (its elements are rows) or one object. */
export type Format = (typeof FORMATS)[number];

export const COMPRESSIONS = ["none", "gzip", "zstd"] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** One input file, after arguments are expanded and contents looked at. */
export interface InputFile {
  /** Position in the run's list of files; `Place.file`. */
  readonly index: number;
  /** As the user would name it: the argument, or the folder argument joined with the file's path in it; `-` for standard input. */
  readonly path: string;
  /** Path relative to the folder argument, else the base name: where `correct` puts the output in an output folder. */
  readonly name: string;
  readonly format: Format;
  readonly compression: Compression;
  /** Says when it was last written, as it was first opened: see `fileStamp`. */
  readonly stamp?: string;
  /** Most bytes that it may expand to, if compressed; the reader's default where not given. */
  readonly maxExpanded?: number;
  /** How it is asked for, if its path is an address; else it is a file. */
  readonly remote?: RemoteAccess;
}

/** One record of a file, before any meaning is given to it. */
export interface RawRow {
  /** From 0; blank lines are no rows. */
  readonly row: number;
  /** The record, or only the fields asked for. */
  readonly value: JsonObject;
  /** Byte range of the record in the (decompressed) file, without line end; null where the format has none. */
  readonly bytes: Span | null;
}

/** What a reader yields for each row: the record, or why there is none. */
export type RowOrFault = RawRow | Rejection;

export function isFault(row: RowOrFault): row is Rejection {
  return "reason" in row;
}
