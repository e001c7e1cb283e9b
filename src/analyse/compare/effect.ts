import { FailureSupport } from "../../credit/failure-support.js";
import type { RuleOptions } from "../../credit/rules/rule.js";
import type { Figure } from "../../model/audit.js";
import type { Group } from "../../model/compact.js";
import type { MeanAbsolute, RuleResult } from "../../model/compare.js";
import { figure } from "../figure.js";
import type { RuleAdvantages } from "./apply-rules.js";
import { ZERO } from "./grouped.js";

/** A turn of a failing rollout with one of its calls that matches a cluster, and who else makes it. */
export interface JudgedCall {
  readonly rollout: number;
  readonly turn: number;
  /** Made by other failures as often as by successes, or more (SPEC section 6, discrimination). */
  readonly neutral: boolean;
}

/** The calls of a mixed group's failures that match a cluster at theta and have another failure to compare with. */
export function judgeCalls(group: Group, matchOf: RuleOptions["matchOf"], theta: number): JudgedCall[] {
  if (!group.mixed) return [];
  const failures = new FailureSupport(group, matchOf, theta);
  const judged: JudgedCall[] = [];
  for (const [j, rollout] of group.rollouts.entries()) {
    if (rollout.successful || !((group.advantages[j] ?? 0) < 0)) continue;
    for (const [turn, { calls }] of rollout.turns.entries()) {
      for (const call of calls) {
        const match = matchOf(call);
        if (match === null || match.similarity < theta) continue;
        const others = failures.shareOfOthers(match.cluster, j);
        if (others !== null) judged.push({ rollout: j, turn, neutral: match.cluster.support <= others });
      }
    }
  }
  return judged;
}

/** What a contender does to turns, summed over groups. */
export class EffectTally {
  private different = 0;
  private turns = 0;
  private readonly failing = { sum: 0, n: 0 };
  private readonly neutral = { sum: 0, n: 0 };
  private readonly discriminating = { sum: 0, n: 0 };

  add(group: Group, { base, advantages }: RuleAdvantages, judged: readonly JudgedCall[]): void {
    for (const [j, rollout] of group.rollouts.entries()) {
      for (const [t, { calls }] of rollout.turns.entries()) {
        const value = advantages[j]?.[t] ?? 0;
        this.turns++;
        if (Math.abs(value - (base[j]?.[t] ?? 0)) > ZERO) this.different++;
        if (!rollout.successful && calls.some(({ excluded }) => !excluded)) addTo(this.failing, value);
      }
    }
    for (const { rollout, turn, neutral } of judged) {
      addTo(neutral ? this.neutral : this.discriminating, advantages[rollout]?.[turn] ?? 0);
    }
  }

  differentTurns(): Figure {
    return figure(this.different, this.turns, "no turns");
  }

  meanAbsolute(): RuleResult["meanAbsolute"] {
    return {
      failingToolTurns: meanOf(this.failing),
      neutralCalls: meanOf(this.neutral),
      discriminatingCalls: meanOf(this.discriminating),
    };
  }
}

function addTo(part: { sum: number; n: number }, value: number): void {
  part.sum += Math.abs(value);
  part.n++;
}

function meanOf({ sum, n }: { readonly sum: number; readonly n: number }): MeanAbsolute {
  return { mean: n === 0 ? null : sum / n, n };
}
