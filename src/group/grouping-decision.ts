import type { GroupingFacts } from "../model/grouping-facts.js";
import { chooseRuns, type RunChoice } from "./runs.js";

/** How the groups of a log are found before logged advantages are looked at. */
export type GroupBasis = "declared" | "prompt";

/** The declared ids where every rollout has one and, unless the user named them, each stands for one prompt (SPEC section 1). */
export function decideBasis(facts: Pick<GroupingFacts, "undeclared" | "promptsConflict">, byUser: boolean): GroupBasis {
  return facts.undeclared === 0 && (byUser || !facts.promptsConflict) ? "declared" : "prompt";
}

/** What logged advantages say of the groups. */
export interface LoggedDecision {
  /** The formula that explains the most groups, the simplest of equals: an index into the formulas. */
  readonly formula: number;
  /** Groups of 2 or more, and how many of them it does not explain. */
  readonly several: number;
  readonly bad: number;
  /** Runs in place of the groups; null where the groups stay. */
  readonly runs: RunChoice | null;
}

/** Null where not every rollout has a logged advantage. */
export function decideLogged(facts: GroupingFacts): LoggedDecision | null {
  const { rollouts, unlogged, formulas } = facts;
  if (rollouts === 0 || unlogged > 0) return null;
  const several = facts.sizes.reduce((sum, { size, count }) => (size > 1 ? sum + count : sum), 0);
  const most = Math.max(...formulas.map(({ agreeing }) => agreeing));
  const formula = formulas.findIndex(({ agreeing }) => agreeing === most);
  const bad = several - most;
  const runs = bad === 0 || facts.runs === null ? null : chooseRuns(facts.runs.sizes, rollouts);
  return { formula, several, bad, runs };
}
