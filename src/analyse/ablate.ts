import { creditGroup } from "../credit/credit-group.js";
import { RULES } from "../credit/rules/registry.js";
import type { Match } from "../match/matcher.js";
import type { AblateResult, Variant } from "../model/ablation.js";
import type { Batch, CompactCall, Group } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";
import type { MethodOptions } from "../model/options.js";
import { BatchMatching, clusterThreshold } from "./batch-matching.js";
import { addShare } from "./batch-tally.js";
import { chanceMatches, nextOfOtherPrompt, type Share } from "./chance-matches.js";
import { batchRuleCredits } from "./compare/rule-credits.js";
import { tallyDiscrimination } from "./discrimination.js";
import { GroupWeights } from "./replicate-sums.js";
import { VariantSums } from "./variant-sums.js";
import { addCredits, gradientsOf } from "./variant-tally.js";
import { methodOf, type VariantMethod } from "./variants.js";

/**
 * Every variant over the groups of a log (SPEC section 7). Groups are the outer loop, so that similarities and clusters
 * are computed once for each setting that changes them and shared by all variants.
 */
export function ablateBatches(
  batches: readonly Batch[],
  variants: readonly Variant[],
  options: MethodOptions,
): AblateResult["variants"] {
  return sumVariants(batches, variants, options).map((sums) => sums.result(options.ddof));
}

/** The sums of every variant over some batches. */
export function sumVariants(
  batches: readonly Batch[],
  variants: readonly Variant[],
  options: MethodOptions,
): readonly VariantSums[] {
  const weights = new GroupWeights(options.seed, options.replicates);
  const sums = variants.map((variant) => new VariantSums(variant, methodOf(options, variant), weights));
  for (const batch of batches) {
    const shared = new SharedWork(batch);
    const ofRules = sums.map(({ method }) => creditsByRule(batch, method));
    for (const [g, group] of batch.groups.entries()) {
      shared.enter(group);
      const gradients = gradientsOf(group);
      const groupWeights = hasTruth(group) ? weights.of(group.batch, group.id) : null;
      for (const [v, variant] of sums.entries())
        addGroup(variant, group, gradients, groupWeights, shared, ofRules[v]?.[g]);
    }
    for (const variant of sums) variant.endBatch();
  }
  return sums;
}

function addGroup(
  sums: VariantSums,
  group: Group,
  gradients: ReturnType<typeof gradientsOf>,
  weights: Uint8Array | null,
  shared: SharedWork,
  byRule: readonly RolloutCredit[] | undefined,
): void {
  const { method, tally } = sums;
  const matchOf = method.correct ? shared.matchOf(method) : () => null;
  const credits = byRule ?? creditGroup(group, matchOf, method, method.estimator === "logged");
  const pairs = tally.ours.length;
  addCredits(tally, credits, gradients, method);
  if (weights !== null) sums.truth.addGroup(weights, tally.ours.slice(pairs), tally.truth.slice(pairs));
  if (!group.mixed) return;
  tallyDiscrimination(group, credits, matchOf, method.theta, tally.discrimination);
  addShare(tally.chance, shared.chance(method));
}

/** Credits of a variant that puts another rule in TAPO's place, group by group; null for all others. */
function creditsByRule(batch: Batch, method: VariantMethod): RolloutCredit[][] | null {
  const { rule = "tapo", correct } = method;
  return rule === "tapo" || !correct ? null : batchRuleCredits(batch, RULES[rule], method);
}

function hasTruth(group: Group): boolean {
  return group.rollouts.some(({ turns }) => turns.some(({ trueAdvantage }) => trueAdvantage !== null));
}

/** What variants share: matchers by what changes similarities, matches by threshold, chance matches by theta. */
class SharedWork {
  private readonly matchings = new Map<string, BatchMatching>();
  private readonly others: ReadonlyMap<Group, Group | null>;
  private group: Group | null = null;
  private readonly matches = new Map<string, Map<CompactCall, Match | null>>();
  private readonly chances = new Map<string, Share>();

  constructor(private readonly batch: Batch) {
    this.others = nextOfOtherPrompt(batch.groups);
  }

  enter(group: Group): void {
    this.group = group;
    this.matches.clear();
    this.chances.clear();
  }

  matchOf(method: VariantMethod): (call: CompactCall) => Match | null {
    const { group } = this;
    if (group === null) return () => null;
    const threshold = clusterThreshold(method);
    const key = `${matchingKey(method)} ${threshold}`;
    const known = this.matches.get(key) ?? new Map<CompactCall, Match | null>();
    this.matches.set(key, known);
    const matcher = this.matching(method).transferMatcher(group);
    return (call) => {
      let match = known.get(call);
      if (match === undefined) {
        match = matcher.match(call, threshold);
        known.set(call, match);
      }
      return match;
    };
  }

  chance(method: VariantMethod): Share {
    const other = this.group === null ? null : (this.others.get(this.group) ?? null);
    if (this.group === null || other === null) return { numerator: 0, denominator: 0 };
    const key = `${matchingKey(method)} ${method.theta}`;
    const known = this.chances.get(key);
    if (known !== undefined) return known;
    const share = chanceMatches(this.group, other, this.matching(method), method.theta);
    this.chances.set(key, share);
    return share;
  }

  private matching(method: VariantMethod): BatchMatching {
    const key = matchingKey(method);
    let matching = this.matchings.get(key);
    if (matching === undefined) {
      matching = new BatchMatching(this.batch, method);
      this.matchings.set(key, matching);
    }
    return matching;
  }
}

function matchingKey({ textMetric, scope }: VariantMethod): string {
  return `${textMetric} ${scope}`;
}
