import { missingNeed, NEEDS, type Need } from "../credit/rules/needs.js";
import { RULES } from "../credit/rules/registry.js";
import type { Rule } from "../credit/rules/rule.js";
import type { Batch } from "../model/compact.js";
import type { CompareResult, RuleAgreement, RuleResult } from "../model/compare.js";
import type { RuleName } from "../model/names.js";
import type { MethodOptions } from "../model/options.js";
import { applyRules, type Contender, lazyMatches } from "./compare/apply-rules.js";
import { EffectTally, type JudgedCall, judgeCalls } from "./compare/effect.js";
import { correlation, signAgreement, sumOf, type Variable } from "./compare/grouped.js";
import { nearness, rankedValues } from "./compare/truth.js";
import { type TurnTable, TurnTableBuilder } from "./compare/turn-table.js";
import { GroupWeights } from "./replicate-sums.js";

/** The part of a comparison that follows from the groups alone. */
export type CompareFigures = Pick<CompareResult, "comparedTurns" | "rules" | "agreement" | "truthMeanSquare">;

/** Credit rules side by side over the groups of a log. A rule whose inputs the log lacks is named, not computed. */
export function compareBatches(
  batches: readonly Batch[],
  names: readonly RuleName[],
  options: MethodOptions,
): CompareFigures {
  const groups = batches.flatMap((batch) => batch.groups);
  const rules = names.map((name) => ({ rule: RULES[name] as Rule, missing: missingNeed(RULES[name].needs, groups) }));
  const computed = rules.filter(({ missing }) => missing === null).map(({ rule }) => rule);
  const { table, tallies } = collect(
    batches,
    computed.map((rule) => ({ rule, options })),
    options,
  );
  const ranked = rankedValues(table);
  const truth = nearness(table, ranked);
  return {
    comparedTurns: table.groupOf.length,
    rules: rules.map(({ rule, missing }) => {
      if (missing !== null) return describe(rule, missing, null, null);
      const at = computed.indexOf(rule);
      return describe(rule, null, tallies[at] ?? null, truth?.rules[at] ?? null);
    }),
    agreement: agreementOf(table, computed, ranked),
    truthMeanSquare: truth?.meanSquare ?? null,
  };
}

function collect(batches: readonly Batch[], contenders: readonly Contender[], options: MethodOptions) {
  const builder = new TurnTableBuilder(contenders.length, new GroupWeights(options.seed, options.replicates));
  const tallies = contenders.map(() => new EffectTally());
  for (const batch of batches) {
    const judged: JudgedCall[][] = [];
    const results = applyRules(batch, contenders, (group, [matching]) => {
      judged.push(judgeCalls(group, lazyMatches(matching, group, options), options.theta));
    });
    for (const [g, group] of batch.groups.entries()) {
      for (const [c, tally] of tallies.entries()) {
        const made = results[c]?.[g];
        if (made !== undefined) tally.add(group, made, judged[g] ?? []);
      }
      builder.add(
        group,
        results.map((ofGroups) => ofGroups[g]?.advantages),
      );
    }
  }
  return { table: builder.table(), tallies };
}

function describe(rule: Rule, missing: Need | null, tally: EffectTally | null, truth: RuleResult["truth"]): RuleResult {
  return {
    name: rule.name,
    source: rule.source,
    approximate: rule.approximate ?? false,
    note: rule.note ?? null,
    missing: missing === null ? null : NEEDS[missing],
    differentTurns: tally?.differentTurns() ?? null,
    meanAbsolute: tally?.meanAbsolute() ?? null,
    truth,
  };
}

function agreementOf(table: TurnTable, rules: readonly Rule[], ranked: readonly Variable[]): RuleAgreement[] {
  const count = sumOf(table, () => 1);
  return rules.flatMap((a, i) =>
    rules.slice(i + 1).flatMap((b, k) => {
      const j = i + 1 + k;
      const [x, y, xRanks, yRanks] = [table.values[i], table.values[j], ranked[i], ranked[j]];
      if (x === undefined || y === undefined || xRanks === undefined || yRanks === undefined) return [];
      const rankCorrelation = correlation(table, count, xRanks, yRanks);
      return [{ a: a.name, b: b.name, rankCorrelation, signAgreement: signAgreement(table, count, x, y) }];
    }),
  );
}
