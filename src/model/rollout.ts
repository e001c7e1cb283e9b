import type { Id } from "./id.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { Place } from "./place.js";

/** Half-open range `[start, end)`. */
export type Span = readonly [start: number, end: number];

/** One tool call of a turn and what came back. */
export interface ToolCall {
  readonly tool: string;
  /** Parsed arguments; null for a malformed call (SPEC section 3), whose text is in `raw`. */
  readonly arguments: JsonObject | null;
  /** The arguments as they stand in the log where they did not parse; else null. */
  readonly raw: string | null;
  /** Text of the observation (parts joined by newlines); null where the log has none. */
  readonly observation: string | null;
  /** How good the call was by a judge or a check, where the log says so. */
  readonly score?: number;
}

/** One assistant message: the policy's tokens between two observations. */
export interface Turn {
  readonly calls: readonly ToolCall[];
  /** The message's text without structured calls; "" where there is none. */
  readonly text: string;
  /** UTF-16 range in the rollout's response text, where the dialect has one text; else null. */
  readonly chars: Span | null;
  /** Range in the token arrays, where the log has a policy mask; else null. */
  readonly tokens: Span | null;
  /** True advantage, where the log carries one (simulated logs); else null. */
  readonly trueAdvantage: number | null;
  /** A process score of the turn, where the log has one. */
  readonly score?: number;
}

/** Token arrays of a rollout with a policy mask. All arrays have length `length`. */
export interface Tokens {
  readonly length: number;
  /** Logged advantage per token, or null. */
  readonly advantages: readonly number[] | null;
  /** Log-probabilities under the current policy, or null. */
  readonly logprobs: readonly number[] | null;
  /** Log-probabilities under the behaviour policy, or null. */
  readonly oldLogprobs: readonly number[] | null;
}

/**
 * One normalised rollout, whatever framework wrote it. A later stage never looks at the raw record again.
 * Source: SPEC section 1, CONTRACT "The tool's own input record".
 */
export interface Rollout {
  readonly place: Place;
  /** The training step; null where the log has none. */
  readonly batch: Id;
  /** The id the log declares for the group; undefined where it declares none (null is an id: the missing one). */
  readonly group: Id | undefined;
  /** The rollout's own id; null where the log has none. */
  readonly id: Id;
  /** The prompt as it stands in the record; null where missing. */
  readonly prompt: JsonValue;
  /** The ground truth as it stands in the record; undefined where missing. */
  readonly groundTruth: JsonValue | undefined;
  /** Finite. */
  readonly reward: number;
  /** Value of the success field in force; null where success follows from the reward. */
  readonly success: boolean | null;
  /** Parts of the reward by name, where the log has them. */
  readonly rewardComponents?: ReadonlyMap<string, number>;
  readonly turns: readonly Turn[];
  /** Scalar advantage of the log, or null. Per-token ones are in `tokens` and win. */
  readonly loggedAdvantage: number | null;
  readonly tokens: Tokens | null;
  /** The file's path, when the group key includes it (a group id that repeats across files of different runs). */
  readonly fileKey?: string;
}

/** A record that could not be used, and why. It is never skipped in silence (CONTRACT, "Streams and exit codes"). */
export interface Rejection {
  readonly place: Place;
  /** Short, stable, the same for every record with this fault: counted in reports. */
  readonly reason: string;
  /** Path of the field in the record, for example `reward` or `messages[3].tool_calls[0]`; "" for the record. */
  readonly field: string;
  readonly expected: string;
  /** What was found, shortened. Text of the log: strip control characters before printing. */
  readonly found: string;
}
