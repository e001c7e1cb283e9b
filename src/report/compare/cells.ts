import type { CompareResult, Estimate, MeanAbsolute, RuleAgreement, RuleResult } from "../../model/compare.js";
import { count, fixed, percent } from "../numbers.js";

/** A rule's name, with a mark where its formula is approximate. */
export function ruleLabel({ name, approximate }: RuleResult): string {
  return approximate ? `${name}~` : name;
}

export function meanCell(mean: MeanAbsolute | undefined): string {
  return mean === undefined || mean.mean === null ? "n/a" : fixed(mean.mean, 3);
}

export function numberCell(estimate: Estimate | undefined, digits = 2): string {
  return estimate === undefined || estimate.value === null ? "n/a" : fixed(estimate.value, digits);
}

/** `0.52 [0.48, 0.56]`. */
export function withInterval(estimate: Estimate, digits = 2): string {
  if (estimate.value === null) return `n/a (${estimate.reason ?? "undefined"})`;
  if (estimate.ci95 === null) return fixed(estimate.value, digits);
  return `${fixed(estimate.value, digits)} [${estimate.ci95.map((bound) => fixed(bound, digits)).join(", ")}]`;
}

/** Rules that were computed, and those that were not. */
export function split({ rules }: CompareResult) {
  return {
    computed: rules.filter(({ missing }) => missing === null),
    missing: rules.filter(({ missing }) => missing !== null),
  };
}

/** The entry of two rules, whichever comes first. */
export function agreementOf({ agreement }: CompareResult, a: RuleResult, b: RuleResult): RuleAgreement | undefined {
  return agreement.find((pair) => (pair.a === a.name && pair.b === b.name) || (pair.a === b.name && pair.b === a.name));
}

/** The findings in sentences: what was compared, and which rule comes nearest to the truth where it is known. */
export function headline(result: CompareResult): string[] {
  const { computed, missing } = split(result);
  const compared =
    `${count(computed.length)} of ${count(result.rules.length)} rules computed; agreement is measured over ` +
    `${count(result.comparedTurns)} turns of groups with unequal rewards.`;
  const lacking = missing.length === 0 ? [] : [`The log lacks what ${count(missing.length)} rules need (below).`];
  return [compared, ...lacking, ...nearest(computed, result.truthMeanSquare)];
}

function nearest(rules: readonly RuleResult[], meanSquare: number | null): string[] {
  const ranked = rules
    .flatMap((rule) => {
      const value = rule.truth?.pearson.value ?? null;
      return value === null ? [] : [{ rule, value }];
    })
    .sort((a, b) => b.value - a.value);
  const [best] = ranked;
  if (best === undefined || meanSquare === null) return [];
  const error = best.rule.truth?.scaledMse.value ?? null;
  const explained = error === null || meanSquare === 0 ? "" : `, and explains ${percent(1 - error / meanSquare)} of it`;
  return [`Nearest to the true credit: ${ruleLabel(best.rule)} (correlation ${fixed(best.value, 2)}${explained}).`];
}
