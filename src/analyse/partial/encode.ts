import type { JsonObject, JsonValue } from "../../model/json.js";
import type { ToolConfig } from "../../model/options.js";
import type { PartialHeader } from "../../model/partial.js";
import type { CoMoments } from "../../stats/co-moments.js";
import type { BatchTally } from "../batch-tally.js";
import type { BootstrapParts } from "../bootstrap.js";
import type { PairTally } from "../determinism.js";
import { DISCRIMINATION_KEYS, type DiscriminationTally } from "../discrimination.js";
import type { ReplicateParts } from "../replicate-sums.js";
import { COUNTS, type VariantParts } from "../variant-sums.js";
import { packDoubles, packLists } from "./pack.js";
import { type AblationParts, PARTIAL_SCHEMA, type Partial } from "./partial.js";

/** Counts of a batch, in the order of their list in a partial. */
export const TALLY_COUNTS = [
  "groups",
  "singletonGroups",
  "groupsWithEqualRewards",
  "mixedGroups",
  "rollouts",
  "successful",
  "toolCalls",
  "malformed",
  "excluded",
] as const;

export const TOOL_COUNTS = ["toolCalls", "failingToolCalls", "failingMixed", "correctable", "corrected"] as const;

/** A partial as JSON. Numbers whose sums must stay exact are packed; `decode.ts` is the way back. */
export function encodePartial({ header, log, tallies, bootstrap, ablation }: Partial): JsonObject {
  return {
    schema: PARTIAL_SCHEMA,
    ...encodeHeader(header),
    files: log.files,
    rejections: log.rejections,
    notes: log.notes,
    grouping: log.grouping,
    batches: tallies.map(encodeTally),
    bootstrap: encodeBootstrap(bootstrap),
    ablation: ablation === null ? null : encodeAblation(ablation),
  } as unknown as JsonObject;
}

/** What a partial was made with, as JSON: equal texts for equal options. */
export function encodeHeader({ version, command, shard, method, log, request }: PartialHeader) {
  return {
    version,
    command,
    shard: { ...shard },
    method: { ...method, tools: [...method.tools].map(([name, config]) => [name, encodeTool(config)]) },
    log: { ...log, map: [...log.map] },
    request,
  } as unknown as { [key in keyof PartialHeader]: JsonValue };
}

function encodeTool(config: ToolConfig) {
  return { ...config, kinds: [...config.kinds], weights: [...config.weights] };
}

function encodeTally(tally: BatchTally) {
  const { chance, answers, sums, sweepTrajectories, sweepActions } = tally;
  return {
    batch: tally.batch,
    counts: TALLY_COUNTS.map((key) => tally[key]),
    sums: packDoubles([...sums, ...sweepTrajectories, ...sweepActions]),
    tools: [...tally.tools].map(([name, tool]) => [name, TOOL_COUNTS.map((key) => tool[key])]),
    chance: [chance.numerator, chance.denominator],
    answers: [answers.numerator, answers.denominator],
    discrimination: encodeDiscrimination(tally.discrimination),
    determinism: [...tally.determinism].map(([tool, { matched, unmatched }]) => [
      tool,
      ...encodePairs(matched),
      ...encodePairs(unmatched),
    ]),
  };
}

function encodePairs({ pairs, equal, jaccard }: PairTally): number[] {
  return [pairs, equal, jaccard];
}

function encodeDiscrimination(tally: DiscriminationTally): number[] {
  return DISCRIMINATION_KEYS.map((key) => tally[key]);
}

function encodeReplicates({ counts, exact }: ReplicateParts) {
  return { counts: packDoubles(counts), exact: packLists(exact) };
}

function encodeBootstrap({ nonZero, replicates }: BootstrapParts) {
  return { nonZero: packDoubles(nonZero), replicates: encodeReplicates(replicates) };
}

function encodeAblation({ loggedRatios, tools, shared, variants }: AblationParts) {
  return { loggedRatios, tools, shared: encodeBootstrap(shared), variants: variants.map(encodeVariant) };
}

function encodeVariant({ variant, total, exact, advantages, truth, intervals }: VariantParts) {
  return {
    name: variant.name,
    options: variant.options,
    counts: COUNTS.map((key) => total[key]),
    maxCorrection: Number.isFinite(total.maxCorrection) ? total.maxCorrection : null,
    discrimination: encodeDiscrimination(total.discrimination),
    chance: [total.chance.numerator, total.chance.denominator],
    exact: packLists(exact),
    advantages: encodeMoments(advantages),
    truth: truth === null ? null : encodeTruth(truth),
    intervals: { massGroups: intervals.massGroups, replicates: encodeReplicates(intervals.replicates) },
  };
}

function encodeTruth(truth: NonNullable<VariantParts["truth"]>) {
  return {
    counts: [truth.turns, truth.agreeing, truth.groups],
    squared: packDoubles(truth.squared),
    extremes: packDoubles(truth.extremes),
    batches: encodeMoments(truth.batches),
    replicates: encodeReplicates(truth.replicates),
  };
}

function encodeMoments(batches: readonly CoMoments[]): string {
  return packDoubles(batches.flatMap((b) => [b.n, b.meanX, b.meanY, b.unitX, b.unitY, b.xx, b.yy, b.xy]));
}
