import type { Conventions, Warning } from "./audit.js";
import type { Reason } from "./correction.js";
import type { Id } from "./id.js";

/** `explain --json`: a group, or one rollout of it, turn by turn. Texts are excerpts of the log: hostile, to be escaped by whoever prints them. */
export interface ExplainResult {
  readonly schema: "tapo.explain/1";
  readonly version: string;
  readonly conventions: Conventions;
  readonly batch: Id;
  readonly group: Id;
  readonly rolloutsInGroup: number;
  readonly successfulInGroup: number;
  readonly mixed: boolean;
  /** The prompt's text, shortened. */
  readonly prompt: string;
  readonly rollouts: readonly ExplainedRollout[];
  readonly warnings: readonly Warning[];
}

export interface ExplainedRollout {
  readonly path: string;
  readonly row: number;
  readonly item: number;
  readonly rollout: Id;
  readonly reward: number;
  readonly success: boolean;
  readonly advantage: number;
  readonly turns: readonly ExplainedTurn[];
}

export interface ExplainedTurn {
  readonly turn: number;
  readonly base: number;
  readonly advantage: number;
  readonly text: string;
  readonly calls: readonly ExplainedCall[];
}

export interface ExplainedCall {
  readonly call: number;
  readonly tool: string;
  /** Canonical JSON, or the raw text of a malformed call. */
  readonly arguments: string;
  readonly observation: string | null;
  readonly corrected: boolean;
  readonly similarity: number | null;
  readonly support: number | null;
  readonly confidence: number | null;
  readonly referenceAdvantage: number | null;
  readonly transfer: number;
  readonly witness: ExplainedWitness | null;
  readonly reason?: Reason;
}

export interface ExplainedWitness {
  readonly path: string;
  readonly row: number;
  readonly turn: number;
  readonly call: number;
  readonly rollout: Id;
  readonly reward: number;
  readonly arguments: string;
  readonly observation: string | null;
}
