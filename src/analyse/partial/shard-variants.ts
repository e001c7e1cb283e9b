import { canonicalJson } from "../../json/canonical.js";
import type { AblateRequest, Variant, VariantResult } from "../../model/ablation.js";
import type { JsonValue } from "../../model/json.js";
import type { MethodOptions } from "../../model/options.js";
import { SharedSums } from "../shared-sums.js";
import { VariantSums } from "../variant-sums.js";
import { chooseVariants, methodOf, standardVariants } from "../variants.js";
import type { AblationParts } from "./partial.js";

/** The run's own configuration: what a variant without a tool comes to in a shard that has no call of it. */
const UNCHANGED: Variant = { name: "tapo", options: {} };

/**
 * The variants that a shard sums. Each tool of the log makes one, and a shard knows its own tools only: names picked
 * that it does not know are left to the merge, which knows them all.
 */
export function shardVariants(tools: readonly string[], options: MethodOptions, request: AblateRequest): Variant[] {
  const standard = standardVariants(tools, options);
  const known = new Set([...standard, ...request.extra].map(({ name }) => name));
  const picked = request.variants?.filter((name) => known.has(name)) ?? null;
  const chosen = chooseVariants(standard, picked, request.extra, request.sweeps);
  return chosen.some((variant) => key(variant) === key(UNCHANGED)) ? chosen : [...chosen, UNCHANGED];
}

/** The variants over the whole log from the sums of its shards. Throws as `chooseVariants`. */
export function mergeVariants(
  shards: readonly AblationParts[],
  options: MethodOptions,
  request: AblateRequest,
): VariantResult[] {
  const standard = standardVariants(allTools(shards), options);
  const variants = chooseVariants(standard, request.variants, request.extra, request.sweeps);
  return addUp(shards, variants, options).variants.map((sums) => sums.result(options.ddof));
}

/** One part of several. */
export function foldAblations(
  shards: readonly AblationParts[],
  options: MethodOptions,
  request: AblateRequest,
): AblationParts {
  const tools = allTools(shards);
  const { shared, variants } = addUp(shards, shardVariants(tools, options, request), options);
  const loggedRatios = shards.some((shard) => shard.loggedRatios);
  return { loggedRatios, tools, shared: shared.parts(), variants: variants.map((sums) => sums.parts()) };
}

function allTools(shards: readonly AblationParts[]): string[] {
  return [...new Set(shards.flatMap(({ tools }) => tools))].sort();
}

function addUp(shards: readonly AblationParts[], variants: readonly Variant[], options: MethodOptions) {
  const sharedSums = new SharedSums(options.replicates);
  for (const { shared } of shards) sharedSums.addParts(shared);
  const maps = shards.map((shard) => new Map(shard.variants.map((parts) => [key(parts.variant), parts])));
  const added = variants.map((variant) => {
    const sums = new VariantSums(variant, methodOf(options, variant), sharedSums);
    for (const known of maps) {
      const parts = known.get(key(variant)) ?? known.get(key(UNCHANGED));
      if (parts !== undefined) sums.addParts(parts);
    }
    return sums;
  });
  return { shared: sharedSums, variants: added };
}

/** Variants are the same by what they change. */
function key({ options }: Variant): string {
  return canonicalJson(options as JsonValue);
}
