import { idKey } from "../json/id.js";
import type { GroupingSummary, Warning } from "../model/audit.js";
import type { Disagreement, GroupingFacts, RunFacts } from "../model/grouping-facts.js";
import { decideBasis, decideLogged, type LoggedDecision } from "./grouping-decision.js";
import { LOGGED_FORMULAS } from "./logged-check.js";
import type { RunChoice } from "./runs.js";

export interface GroupingText {
  readonly summary: GroupingSummary;
  readonly warnings: readonly Warning[];
}

/** How a log's groups were found, and what is odd about them, from the facts of the whole log. */
export function describeGrouping(facts: GroupingFacts, byUser: boolean): GroupingText {
  const summary = baseSummary(facts, byUser);
  const logged = decideLogged(facts);
  if (logged === null) return { summary, warnings: unevenGroups(facts) };
  const { bad, several, runs } = logged;
  const name = formulaName(logged.formula);
  if (bad === 0) {
    const message = `logged advantages agree with ${name} in all ${several} groups of 2 or more`;
    return { summary: { ...summary, loggedAdvantages: message }, warnings: unevenGroups(facts) };
  }
  if (runs !== null && facts.runs !== null) return describeRuns(facts.runs, runs, summary, logged);
  const message = `logged advantages differ from ${name} in ${bad} of ${several} groups of 2 or more`;
  return {
    summary: { ...summary, loggedAdvantages: message },
    warnings: [
      disagreementWarning(message, facts.formulas[logged.formula]?.disagreement ?? null),
      ...unevenGroups(facts),
    ],
  };
}

function baseSummary(facts: GroupingFacts, byUser: boolean): GroupingSummary {
  if (decideBasis(facts, byUser) === "declared") {
    const source = byUser ? "the fields named by --group-by" : "the ids that the log declares";
    return summarise("declared", `${counted(facts.groups)} by ${source}`);
  }
  const by = facts.truthless === 0 ? "equal batch, prompt and ground truth" : "equal batch and prompt";
  const why = facts.undeclared === 0 ? ", because one declared id stands for different prompts" : "";
  return summarise("prompt", `${counted(facts.groups)} by ${by}${why}`);
}

function counted(groups: number): string {
  return groups === 1 ? "1 group" : `${groups} groups`;
}

function summarise(method: GroupingSummary["method"], message: string): GroupingSummary {
  return { method, message, loggedAdvantages: null };
}

function describeRuns(
  { sizes, cutOff }: RunFacts,
  { size, formula }: RunChoice,
  base: GroupingSummary,
  { bad, several }: LoggedDecision,
): GroupingText {
  const { runs = 0, complete = 0 } = sizes.find((fact) => fact.size === size) ?? {};
  const message =
    `${counted(runs)} by runs of ${size} consecutive rows with one prompt, because the logged ` +
    `advantages of ${bad} of ${several} groups contradict the grouping otherwise found (${base.message})`;
  const loggedAdvantages = `logged advantages agree with ${formulaName(formula)} in all ${complete} complete runs`;
  const warnings = cutOff.map((group) => ({
    code: "cut-off-group",
    message:
      `Group ${String(group.id)} has ${group.size} of ${size} rollouts: the log was cut off. ` +
      "Its base advantages are those of an incomplete group, not what training used.",
  }));
  return { summary: { method: "runs", message, loggedAdvantages }, warnings };
}

function formulaName(formula: number): string {
  return LOGGED_FORMULAS[formula]?.name ?? "";
}

function disagreementWarning(message: string, example: Disagreement | null): Warning {
  const first = example === null ? "" : `; first: ${describe(example)}`;
  return {
    code: "logged-advantages-disagree",
    message: `The ${message}${first}. If groups are wrong, name them with --group-by.`,
  };
}

function describe({ place, logged, expected }: Disagreement): string {
  return `row ${place.row} of file ${place.file + 1} has ${logged}, expected ${expected}`;
}

/** A warning where nearly all groups have one size and some have fewer: a cut-off log or lost rollouts. */
function unevenGroups({ sizes, groups }: GroupingFacts): Warning[] {
  const { size, count } = sizes.reduce((a, b) => (b.count > a.count ? b : a), { size: 0, count: 0 });
  const smaller = sizes.filter((fact) => fact.size < size);
  const first = smaller[0];
  if (first === undefined || count < 0.8 * groups) return [];
  const message =
    `${smaller.reduce((sum, fact) => sum + fact.count, 0)} of ${groups} groups have fewer than ${size} rollouts (first: ${idKey(first.id)} ` +
    `with ${first.size}): cut off or lost. Their base advantages are those of an incomplete group.`;
  return [{ code: "cut-off-group", message }];
}
