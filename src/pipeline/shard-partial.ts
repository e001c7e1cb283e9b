import { sumVariants } from "../analyse/ablate.js";
import { tallyBatches } from "../analyse/audit.js";
import type { BatchTally } from "../analyse/batch-tally.js";
import { Bootstrap } from "../analyse/bootstrap.js";
import { AblationFold } from "../analyse/partial/ablation-fold.js";
import { encodePartial } from "../analyse/partial/encode.js";
import type { AblationParts, Partial } from "../analyse/partial/partial.js";
import { foldAblations, shardVariants } from "../analyse/partial/shard-variants.js";
import { groupRollouts } from "../group/group-rollouts.js";
import { mergeFacts, partsDisagree } from "../group/merge-facts.js";
import { jsonText } from "../json/text.js";
import { escapeUnseen } from "../json/unseen.js";
import type { AblateRequest } from "../model/ablation.js";
import type { Batch, CompactRollout } from "../model/compact.js";
import type { GroupingFacts } from "../model/grouping-facts.js";
import type { PartialHeader, PartialLog, Shard } from "../model/partial.js";
import type { Rollout } from "../model/rollout.js";
import type { RunOptions } from "../model/run.js";
import { VERSION } from "../model/version.js";
import { toolsOf } from "./ablate-log.js";
import { needOf } from "./load-log.js";
import { openShard } from "./shard-files.js";
import { ShardReader } from "./shard-load.js";

/** What a shard was, besides its partial: for people. */
export interface ShardSummary {
  /** The partial as JSON text. */
  readonly text: string;
  readonly batches: number;
  readonly rollouts: number;
}

/** Audits, or ablates where a request is given, the batches of one shard of a log. Throws as `auditLog` and `ShardReader`. */
export async function shardPartial(
  inputs: readonly string[],
  run: RunOptions,
  shard: Shard,
  request: AblateRequest | null,
): Promise<ShardSummary> {
  const log = await openShard(inputs, run, shard);
  try {
    const need = { ...needOf(run.method), logprobs: request !== null };
    const sums = new ShardSums(run, request);
    const seesRatios = ({ tokens }: Rollout) => {
      if (tokens?.logprobs && tokens.oldLogprobs) sums.loggedRatios = true;
    };
    const reader = new ShardReader(log, run, shard, need, request === null ? null : seesRatios);
    for await (const rollouts of reader.lots()) sums.add(rollouts);
    const header = headerOf(run, shard, request);
    const partial = sums.partial(header, { ...reader.account(), grouping: sums.grouping });
    const batches = partial.tallies.length;
    return { text: `${escapeUnseen(jsonText(encodePartial(partial)))}\n`, batches, rollouts: sums.rollouts };
  } finally {
    await log.close();
  }
}

/** What a shard sums, lot by lot of whole batches. */
class ShardSums {
  rollouts = 0;
  loggedRatios = false;
  grouping: readonly GroupingFacts[] = [];
  private readonly byUser: boolean;
  private readonly bootstrap: Bootstrap;
  private readonly tallies: BatchTally[] = [];
  private readonly ablation: AblationFold | null;

  constructor(
    private readonly run: RunOptions,
    private readonly request: AblateRequest | null,
  ) {
    const { seed, replicates } = run.method;
    this.byUser = run.log.groupBy.length > 0;
    this.bootstrap = new Bootstrap(seed, replicates);
    this.ablation = request === null ? null : new AblationFold(run.method, request);
  }

  add(rollouts: readonly CompactRollout[]): void {
    const { method } = this.run;
    const { batches, facts } = groupRollouts(rollouts, method, this.byUser, true);
    this.rollouts += rollouts.length;
    const parts = [...this.grouping, facts];
    this.grouping = partsDisagree(parts, this.byUser) === null ? [mergeFacts(parts)] : parts;
    this.tallies.push(...tallyBatches(batches, method, this.bootstrap));
    if (this.request === null || this.ablation === null) return;
    this.ablation.add(this.ablate(batches, toolsOf(rollouts), this.request));
  }

  partial(header: PartialHeader, log: PartialLog): Partial {
    const { request, run, loggedRatios } = this;
    const ablation =
      this.ablation && request ? { ...foldAblations(this.ablation.parts(), run.method, request), loggedRatios } : null;
    return { header, log, tallies: this.tallies, bootstrap: this.bootstrap.parts(), ablation };
  }

  private ablate(batches: readonly Batch[], tools: readonly string[], request: AblateRequest): AblationParts {
    const { method } = this.run;
    const { shared, variants } = sumVariants(batches, shardVariants(tools, method, request), method);
    return { loggedRatios: false, tools, shared: shared.parts(), variants: variants.map((sums) => sums.parts()) };
  }
}

/** What the partials of one run have in common, but for the shard. */
export function headerOf({ method, log }: RunOptions, shard: Shard, request: AblateRequest | null): PartialHeader {
  return { version: VERSION, command: request === null ? "audit" : "ablate", shard, method, log, request };
}
