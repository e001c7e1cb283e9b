import { sumVariants } from "../analyse/ablate.js";
import { tallyBatches } from "../analyse/audit.js";
import { Bootstrap } from "../analyse/bootstrap.js";
import { encodePartial } from "../analyse/partial/encode.js";
import type { AblationParts } from "../analyse/partial/partial.js";
import { shardVariants } from "../analyse/partial/shard-variants.js";
import { groupRollouts } from "../group/group-rollouts.js";
import { jsonText } from "../json/text.js";
import type { AblateRequest } from "../model/ablation.js";
import type { Batch } from "../model/compact.js";
import type { PartialHeader, Shard } from "../model/partial.js";
import type { RunOptions } from "../model/run.js";
import { VERSION } from "../model/version.js";
import { toolsOf } from "./ablate-log.js";
import { needOf } from "./load-log.js";
import { openShard } from "./shard-files.js";
import { loadShard } from "./shard-load.js";

/** What a shard was, besides its partial: for people. */
export interface ShardSummary {
  /** The partial as JSON text. */
  readonly text: string;
  readonly batches: number;
  readonly rollouts: number;
}

/** Audits, or ablates where a request is given, the batches of one shard of a log. Throws as `auditLog` and `loadShard`. */
export async function shardPartial(
  inputs: readonly string[],
  run: RunOptions,
  shard: Shard,
  request: AblateRequest | null,
): Promise<ShardSummary> {
  const log = await openShard(inputs, run, shard);
  try {
    const need = { ...needOf(run.method), logprobs: request !== null };
    const ratios = { logged: false };
    const { rollouts, ...facts } = await loadShard(log, run, shard, need, ({ tokens }) => {
      if (tokens?.logprobs && tokens.oldLogprobs) ratios.logged = true;
    });
    const { batches, facts: grouping } = groupRollouts(rollouts, run.method, run.log.groupBy.length > 0, true);
    const bootstrap = new Bootstrap(run.method.seed, run.method.replicates);
    const partial = {
      header: headerOf(run, shard, request),
      log: { ...facts, grouping },
      tallies: tallyBatches(batches, run.method, bootstrap),
      bootstrap: bootstrap.parts(),
      ablation: request === null ? null : ablate(batches, toolsOf(rollouts), run, request, ratios.logged),
    };
    return { text: `${jsonText(encodePartial(partial))}\n`, batches: batches.length, rollouts: rollouts.length };
  } finally {
    await log.close();
  }
}

/** What the partials of one run have in common, but for the shard. */
export function headerOf({ method, log }: RunOptions, shard: Shard, request: AblateRequest | null): PartialHeader {
  return { version: VERSION, command: request === null ? "audit" : "ablate", shard, method, log, request };
}

function ablate(
  batches: readonly Batch[],
  tools: readonly string[],
  { method }: RunOptions,
  request: AblateRequest,
  loggedRatios: boolean,
): AblationParts {
  const { shared, variants } = sumVariants(batches, shardVariants(tools, method, request), method);
  return { loggedRatios, tools, shared: shared.parts(), variants: variants.map((variant) => variant.parts()) };
}
