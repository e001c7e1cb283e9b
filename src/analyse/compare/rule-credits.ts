import { missingNeed, NEEDS } from "../../credit/rules/needs.js";
import type { Rule } from "../../credit/rules/rule.js";
import { unmatchedCall } from "../../credit/transfer.js";
import type { Batch, Group } from "../../model/compact.js";
import type { RolloutCredit } from "../../model/correction.js";
import { InputError } from "../../model/errors.js";
import type { MethodOptions } from "../../model/options.js";
import { applyRules, type RuleAdvantages } from "./apply-rules.js";

/**
 * What a rule gives every turn of a log, in the form that corrections are written in. Nothing is said of calls: only TAPO
 * decides call by call.
 * @throws InputError where the log lacks what the rule needs.
 */
export function* ruleCredits(batches: readonly Batch[], rule: Rule, options: MethodOptions): Generator<RolloutCredit> {
  requireInputs(
    rule,
    batches.flatMap(({ groups }) => groups),
  );
  for (const batch of batches) for (const credits of batchCredits(batch, rule, options)) yield* credits;
}

/**
 * The same of one batch, group by group.
 * @throws InputError where the batch lacks what the rule needs.
 */
export function batchRuleCredits(batch: Batch, rule: Rule, options: MethodOptions): RolloutCredit[][] {
  requireInputs(rule, batch.groups);
  return batchCredits(batch, rule, options);
}

function requireInputs(rule: Rule, groups: readonly Group[]): void {
  const missing = missingNeed(rule.needs, groups);
  if (missing !== null) throw new InputError(`rule ${rule.name} needs ${NEEDS[missing]}`);
}

function batchCredits(batch: Batch, rule: Rule, options: MethodOptions): RolloutCredit[][] {
  const [results = []] = applyRules(batch, [{ rule, options }]);
  return batch.groups.map((group, g) => groupCredits(group, rule, results[g] ?? { base: [], advantages: [] }));
}

function groupCredits(group: Group, rule: Rule, { base, advantages }: RuleAdvantages): RolloutCredit[] {
  return group.rollouts.map((rollout, j) => ({
    rollout,
    batch: group.batch,
    group: group.id,
    advantage: group.advantages[j] ?? 0,
    rule: rule.name,
    turns: rollout.turns.map(({ calls }, t) => ({
      base: base[j]?.[t] ?? 0,
      advantage: advantages[j]?.[t] ?? 0,
      calls: calls.map(({ tool }) => unmatchedCall(tool, undefined)),
    })),
  }));
}
