import type { Funnel, GroupingSummary, RejectionSummary, Warning } from "./audit.js";
import type { Id } from "./id.js";

/** `inspect --json`: what a log is, as the tool understands it. */
export interface InspectResult {
  readonly schema: "tapo.inspect/1";
  readonly version: string;
  readonly inputs: readonly InspectedInput[];
  readonly grouping: GroupingSummary;
  readonly funnel: Funnel;
  readonly tools: readonly {
    readonly tool: string;
    readonly calls: number;
    readonly malformed: number;
    readonly excluded: boolean;
  }[];
  /** Rewards by value where there are few, for a look at the success rule. */
  readonly rewards: readonly { readonly reward: number; readonly rollouts: number }[];
  /** What fields the log has that some commands need. */
  readonly has: {
    readonly batch: boolean;
    readonly observations: boolean;
    readonly policyMask: boolean;
    readonly charSpans: boolean;
    readonly loggedAdvantages: "scalar" | "per-token" | null;
    readonly logprobs: boolean;
    readonly trueAdvantages: boolean;
  };
  readonly first: InspectedRollout | null;
  readonly rejections: readonly (RejectionSummary & {
    readonly field: string;
    readonly expected: string;
    readonly found: string;
  })[];
  readonly warnings: readonly Warning[];
}

export interface InspectedInput {
  readonly path: string;
  readonly format: string;
  readonly compression: string;
  readonly rows: number;
  readonly dialect: string;
  /** Why this dialect: the fields that it was known by. */
  readonly because: string;
  /** Standard name to the record's field it is read from. */
  readonly mapping: readonly { readonly name: string; readonly field: string }[];
}

export interface InspectedRollout {
  readonly path: string;
  readonly row: number;
  readonly batch: Id;
  readonly group: Id;
  readonly rollout: Id;
  readonly reward: number;
  readonly success: boolean;
  readonly prompt: string;
  readonly turns: readonly {
    readonly text: string;
    readonly calls: readonly {
      readonly tool: string;
      readonly arguments: string;
      readonly malformed: boolean;
      readonly observation: string | null;
    }[];
  }[];
}
