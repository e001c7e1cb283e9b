import { creditGroup, turnBases, untouchedCredits } from "../credit/credit-group.js";
import { FailureSupport } from "../credit/failure-support.js";
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
import { type Draws, GroupWeights } from "./replicate-sums.js";
import { RolloutMasses } from "./rollout-masses.js";
import { SharedSums } from "./shared-sums.js";
import { VariantSums } from "./variant-sums.js";
import { addCredits } from "./variant-tally.js";
import { methodOf, otherRule, type VariantMethod } from "./variants.js";

/**
 * Every variant over the groups of a log (SPEC section 7). Groups are the outer loop, so that similarities and clusters
 * are computed once for each setting that changes them and shared by all variants.
 */
export function ablateBatches(
  batches: readonly Batch[],
  variants: readonly Variant[],
  options: MethodOptions,
): AblateResult["variants"] {
  return sumVariants(batches, variants, options).variants.map((sums) => sums.result(options.ddof));
}

/** The sums of every variant over some batches, and those that are the same for all. */
export function sumVariants(
  batches: readonly Batch[],
  variants: readonly Variant[],
  options: MethodOptions,
): { readonly shared: SharedSums; readonly variants: readonly VariantSums[] } {
  const weights = new GroupWeights(options.seed, options.replicates);
  const shared = new SharedSums(options.replicates);
  const sums = variants.map((variant) => new VariantSums(variant, methodOf(options, variant), shared));
  for (const batch of batches) {
    const work = new SharedWork(batch);
    const ofRules = sums.map(({ method }) => creditsByRule(batch, method));
    for (const [g, group] of batch.groups.entries()) {
      work.enter(group);
      const known = sharedOf(group, weights.draws(group.batch, group.id), options.estimator === "logged");
      shared.addGroup(known.draws, group, known.masses);
      for (const [v, variant] of sums.entries()) addGroup(variant, group, known, work, ofRules[v]?.[g]);
    }
    shared.endBatch();
    for (const variant of sums) variant.endBatch();
  }
  return { shared, variants: sums };
}

/** What all variants need of a group, computed once. */
interface SharedOfGroup {
  readonly perTurnLogged: boolean;
  readonly draws: Draws;
  readonly masses: readonly RolloutMasses[];
  readonly untouched: readonly (RolloutCredit | null)[];
}

function sharedOf(group: Group, draws: Draws, perTurnLogged: boolean): SharedOfGroup {
  const masses = group.rollouts.map((rollout, j) => new RolloutMasses(rollout, turnBases(group, j, perTurnLogged)));
  return { perTurnLogged, draws, masses, untouched: untouchedCredits(group, perTurnLogged) };
}

function addGroup(
  sums: VariantSums,
  group: Group,
  { perTurnLogged, draws, masses, untouched }: SharedOfGroup,
  work: SharedWork,
  byRule: readonly RolloutCredit[] | undefined,
): void {
  const { method, tally } = sums;
  const matchOf = method.correct ? work.matchOf(method) : () => null;
  const credits = byRule ?? creditGroup(group, matchOf, method, perTurnLogged, untouched);
  const pairs = tally.ours.length;
  sums.intervals.addGroup(draws, addCredits(tally, credits, masses, method));
  sums.truth.addGroup(draws, tally.ours, tally.truth, pairs);
  if (!group.mixed) return;
  tallyDiscrimination(credits, matchOf, work.failures(method, group, matchOf), tally.discrimination);
  addShare(tally.chance, work.chance(method));
}

/** Credits of a variant that puts another rule in TAPO's place, group by group; null for all others. */
function creditsByRule(batch: Batch, method: VariantMethod): RolloutCredit[][] | null {
  const rule = otherRule(method);
  return rule === null ? null : batchRuleCredits(batch, RULES[rule], method);
}

/** What variants share: matchers by what changes similarities, matches by threshold, chance matches by theta. */
class SharedWork {
  private readonly matchings = new Map<string, BatchMatching>();
  private readonly others: ReadonlyMap<Group, Group | null>;
  private group: Group | null = null;
  private readonly matches = new Map<string, Map<CompactCall, Match | null>>();
  private readonly chances = new Map<string, Share>();
  private readonly supports = new Map<string, FailureSupport>();

  constructor(private readonly batch: Batch) {
    this.others = nextOfOtherPrompt(batch.groups);
  }

  enter(group: Group): void {
    this.group = group;
    this.matches.clear();
    this.chances.clear();
    this.supports.clear();
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

  /** Which failures call which clusters, at the method's theta. */
  failures(method: VariantMethod, group: Group, matchOf: (call: CompactCall) => Match | null): FailureSupport {
    const key = `${method.correct} ${matchingKey(method)} ${clusterThreshold(method)} ${method.theta}`;
    const failures = this.supports.get(key) ?? new FailureSupport(group, matchOf, method.theta);
    this.supports.set(key, failures);
    return failures;
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
