import type { Conventions, Funnel, GroupingSummary, RejectionSummary, Warning } from "./audit.js";
import type { RuleName } from "./names.js";

/** `correct --json`: what was written. */
export interface CorrectSummary {
  readonly schema: "tapo.correct/1";
  readonly version: string;
  readonly conventions: Conventions;
  readonly grouping: GroupingSummary;
  readonly funnel: Funnel;
  /** Every file written, the sidecar last, with its rows. */
  readonly outputs: readonly { readonly path: string; readonly rows: number }[];
  /** The credit rule, where it is not TAPO. */
  readonly rule?: RuleName;
  /** What the correction changed: failing rollouts, turns and calls with a transfer; under another rule, rollouts and turns whose advantage is not its base's. */
  readonly corrected: { readonly rollouts: number; readonly turns: number; readonly calls: number };
  readonly rejections: readonly RejectionSummary[];
  readonly warnings: readonly Warning[];
}
