import type { JsonObject, JsonValue } from "../model/json.js";
import type { Format } from "../model/record.js";
import type { Turn } from "../model/rollout.js";
import type { Fault } from "./fault.js";
import type { WriteBack } from "./write-back/write-back.js";

/** What the work at hand needs beyond rewards, groups and calls. What is not needed is neither read nor checked. */
export interface Need {
  /** Policy mask and token spans. */
  readonly tokens: boolean;
  /** Logged advantages per token. The scalar one is always read: inferred groups are checked against it. */
  readonly advantages: boolean;
  /** Log-probabilities per token. */
  readonly logprobs: boolean;
}

/** A value of a record with the path that it was read from, for messages; undefined where the record has none. */
export interface Sourced {
  readonly value: JsonValue | undefined;
  readonly field: string;
  /** What to say was expected, where the format has a remedy of its own. */
  readonly expected?: string;
}

/** Token arrays of a record, unchecked. */
export interface TokenDraft {
  /** 1 or true on the policy's tokens, 0 or false elsewhere; as long as the other arrays. */
  readonly mask: Sourced;
  readonly advantages?: Sourced;
  readonly logprobs?: Sourced;
  readonly oldLogprobs?: Sourced;
}

/** What credit rules besides TAPO may ask for, unchecked. A null score is a missing one. */
export interface ProcessScoreDraft {
  /** Name to number. */
  readonly components: Sourced;
  /** One number or null per turn. */
  readonly turnScores: Sourced;
  /** A list of numbers or nulls per turn, one for each of its calls. */
  readonly callScores: Sourced;
}

/** One rollout as a dialect finds it in a record, before anything is checked: `finish` does that, once for all dialects. */
export interface Draft {
  /** The object in which fields named by the user are looked up first: the record, or the rollout's part of it. */
  readonly record: JsonObject;
  readonly batch: Sourced;
  /** An undefined value declares no group. */
  readonly group: Sourced;
  /** Sets apart groups of equal id, where the id means something only within one run or file. */
  readonly groupScope?: string;
  readonly id: Sourced;
  readonly prompt: Sourced;
  readonly groundTruth: Sourced;
  readonly reward: Sourced;
  /** Set where the framework itself says what success is. */
  readonly success?: Sourced;
  /** The turns in order, or why there are none. */
  readonly turns: readonly Turn[] | Fault;
  /** The response text that the turns' `chars` are ranges of, where there is one. */
  readonly response?: string;
  /** Scalar advantage. */
  readonly advantage?: Sourced;
  readonly tokens?: TokenDraft;
  /** One true advantage per turn. */
  readonly trueAdvantages?: Sourced;
  /** Parts of the reward by name, and scores per turn and per call. */
  readonly processScores?: ProcessScoreDraft;
}

/** What a dialect may know besides the record. */
export interface DialectContext {
  readonly path: string;
  readonly format: Format;
  readonly row: number;
  readonly need: Need;
  /** `--map`: standard name to the field that holds it. */
  readonly map: ReadonlyMap<string, string>;
}

export interface Detection {
  /** 0: not this dialect; 1: certain. */
  readonly confidence: number;
  /** The fields that it was known by, for people. */
  readonly because: string;
}

/** One framework's way of writing rollouts: a mapping, nothing else. Everything that two dialects share is outside. */
export interface Dialect {
  /** Name for `--dialect`. */
  readonly name: string;
  /** The framework, for people. */
  readonly framework: string;
  /** What the framework writes, where, and how to turn it on: one line. */
  readonly writes: string;
  detect(sample: readonly JsonObject[], file: Pick<DialectContext, "path" | "format" | "map">): Detection;
  /** Top-level fields that `drafts` reads, so that a reader can skip the rest; null: all of them. */
  fields(need: Need): readonly string[] | null;
  /** True where the framework writes one file a step: the step may come from the file's name (CONTRACT). */
  readonly stepInFileName: boolean;
  /**
   * Paths at which a record may hold its batch: the first value that is not null counts. Left out where a record has
   * several rollouts with a batch each, or only `drafts` can tell.
   */
  readonly batchFields?: readonly string[];
  /** Field that says success where the framework has one. */
  readonly successField?: string;
  /** Traps of this format, for people. */
  readonly notes: readonly string[];
  /** Whether the format names its groups. */
  readonly groups: "declared" | "inferred";
  /** True where a record without a group is a fault. */
  readonly groupRequired?: boolean;
  /** Standard name to the record's field, for people. */
  readonly mapping: readonly { readonly name: string; readonly field: string }[];
  /** Where the framework's own records hold advantages per token; undefined where they have no such field. */
  readonly writeBack?: WriteBack;
  /** The rollouts of a record in order; a fault where the record as a whole is none. */
  drafts(record: JsonObject, context: DialectContext): Iterable<Draft | Fault>;
}
