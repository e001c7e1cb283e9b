import type { Rule, RuleOptions, TurnAdvantages } from "../../credit/rules/rule.js";
import type { Batch, Group } from "../../model/compact.js";
import type { MethodOptions } from "../../model/options.js";
import { BatchMatching, clusterThreshold } from "../batch-matching.js";

/** A rule's numbers for a group, and what they depart from. */
export interface RuleAdvantages {
  readonly base: TurnAdvantages;
  readonly advantages: TurnAdvantages;
}

/** A rule under the conventions that it is to be computed with. */
export interface Contender {
  readonly rule: Rule;
  readonly options: MethodOptions;
}

/** Sees a group while its matches are at hand; `matchings` has the matching of each contender. */
type Visit = (group: Group, matchings: readonly BatchMatching[]) => void;

/** Each contender's advantages for every group of a batch: `result[c][g]`. */
export function applyRules(
  batch: Batch,
  contenders: readonly Contender[],
  visit: Visit = () => {},
): RuleAdvantages[][] {
  const matchings = sharedMatchings(batch, contenders);
  const results = contenders.map((): RuleAdvantages[] => []);
  for (const group of batch.groups) {
    for (const [c, { rule, options }] of contenders.entries()) {
      const ruleOptions = { ...options, matchOf: lazyMatches(matchings[c], group, options) };
      results[c]?.push({ base: rule.base(group, ruleOptions), advantages: rule.advantages(group, ruleOptions) });
    }
    visit(group, matchings);
  }
  return results.map((ofGroups, c) => {
    const last = contenders[c]?.rule.overBatch;
    if (last === undefined) return ofGroups;
    const done = last(
      batch.groups,
      ofGroups.map(({ advantages }) => advantages),
    );
    return ofGroups.map(({ base, advantages }, g) => ({ base, advantages: done[g] ?? advantages }));
  });
}

/** One matching for all contenders whose similarities are the same. */
function sharedMatchings(batch: Batch, contenders: readonly Contender[]): BatchMatching[] {
  const made: { readonly options: MethodOptions; readonly matching: BatchMatching }[] = [];
  return contenders.map(({ options }) => {
    const same = made.find(
      ({ options: { textMetric, scope, tools } }) =>
        textMetric === options.textMetric && scope === options.scope && tools === options.tools,
    );
    if (same !== undefined) return same.matching;
    const matching = new BatchMatching(batch, options);
    made.push({ options, matching });
    return matching;
  });
}

/** Matches of a group's calls; nothing is looked for before the first is asked for. */
export function lazyMatches(
  matching: BatchMatching | undefined,
  group: Group,
  options: MethodOptions,
): RuleOptions["matchOf"] {
  let matchOf: RuleOptions["matchOf"] | undefined;
  return (call) => {
    matchOf ??= matching?.matchOf(group, clusterThreshold(options)) ?? (() => null);
    return matchOf(call);
  };
}
