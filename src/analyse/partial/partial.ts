import type { PartialHeader, PartialLog } from "../../model/partial.js";
import type { BatchTally } from "../batch-tally.js";
import type { BootstrapParts } from "../bootstrap.js";
import type { VariantParts } from "../variant-sums.js";

/**
 * The result of one shard: everything an audit or ablation is summed from, batch by batch where reports need it. Its
 * size is bounded by batches, tools, variants and replicates, not by rollouts.
 */
export interface Partial {
  readonly header: PartialHeader;
  readonly log: PartialLog;
  readonly tallies: readonly BatchTally[];
  readonly bootstrap: BootstrapParts;
  readonly ablation: AblationParts | null;
}

/** What a merge keeps of each partial once its sums are added. */
export type PartialAccount = Pick<Partial, "header" | "log" | "tallies">;

export interface AblationParts {
  /** Whether the shard's records have log-probabilities. */
  readonly loggedRatios: boolean;
  /** Tools of the shard with a call that takes part: each is a variant. */
  readonly tools: readonly string[];
  /** What is the same for all variants. */
  readonly shared: BootstrapParts;
  readonly variants: readonly VariantParts[];
}

export const PARTIAL_SCHEMA = "tapo.partial/1";
