import type { AblateRequest } from "./ablation.js";
import type { GroupingFacts } from "./grouping-facts.js";
import type { MethodOptions } from "./options.js";
import type { Place } from "./place.js";
import type { LogOptions } from "./run.js";

/** One of `count` parts of a log; each batch belongs to exactly one. */
export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

/** What a part of a log says of the log besides its sums. Places are those of the whole log. */
export interface PartialLog {
  /** Every input in order; `read` is null where all of the file's rows belong to another shard. */
  readonly files: readonly PartialFile[];
  /** By reason, of the shard's own records, in order of the first one. */
  readonly rejections: readonly PartialCount[];
  /** Things put up with in lenient mode. */
  readonly notes: readonly PartialCount[];
  /** Of the whole shard, or of its parts where they would have been grouped in different ways. */
  readonly grouping: readonly GroupingFacts[];
}

export interface PartialFile {
  readonly path: string;
  readonly read: { readonly format: string; readonly dialect: string; readonly rows: number } | null;
}

/** How often something was said, and of which record first. */
export interface PartialCount {
  readonly what: string;
  readonly count: number;
  readonly first: Place;
}

/** What a partial was made of and how. Only partials that agree in all but the shard's index add up. */
export interface PartialHeader {
  readonly version: string;
  readonly command: "audit" | "ablate";
  readonly shard: Shard;
  readonly method: MethodOptions;
  readonly log: LogOptions;
  /** What is ablated; null for an audit. */
  readonly request: AblateRequest | null;
}
