import { idKey } from "../json/id.js";
import type { GroupingSummary, Warning } from "../model/audit.js";
import type { CompactRollout } from "../model/compact.js";
import { declaredGroups, type KeyedGroup, onePromptPerGroup, promptGroups, truthEverywhere } from "./keys.js";
import { agrees, type Disagreement, firstDisagreement, LOGGED_FORMULAS, type LoggedFormula } from "./logged-check.js";
import { findRuns, type Runs } from "./runs.js";

export interface FoundGroups {
  readonly groups: readonly KeyedGroup[];
  readonly summary: GroupingSummary;
  readonly warnings: readonly Warning[];
}

/**
 * Finds the groups of a log (SPEC section 1): the declared ids, if all rollouts of one id share one prompt; else equal
 * batch, prompt and ground truth; runs of n rows where logged advantages agree with these and not with the others.
 * `byUser`: the ids come from `--group-by`, which is not second-guessed.
 */
export function findGroups(rollouts: readonly CompactRollout[], byUser: boolean): FoundGroups {
  const { groups, summary } = keyedGroups(rollouts, byUser);
  if (rollouts.length === 0 || rollouts.some(({ loggedAdvantage }) => loggedAdvantage === null)) {
    return { groups, summary, warnings: unevenGroups(groups) };
  }
  const several = groups.filter((group) => group.rollouts.length > 1);
  const formula = bestFormula(several);
  const bad = several.filter((group) => !agrees(group.rollouts, formula));
  if (bad.length === 0) {
    const message = `logged advantages agree with ${formula.name} in all ${several.length} groups of 2 or more`;
    return { groups, summary: { ...summary, loggedAdvantages: message }, warnings: unevenGroups(groups) };
  }
  const runs = byUser ? null : findRuns(rollouts, LOGGED_FORMULAS);
  if (runs !== null) return fromRuns(runs, summary, bad.length, several.length);
  return withDisagreement(groups, summary, formula, bad, several.length);
}

function keyedGroups(rollouts: readonly CompactRollout[], byUser: boolean) {
  const declared = rollouts.every(({ group }) => group !== undefined);
  if (declared) {
    const groups = declaredGroups(rollouts);
    if (byUser || onePromptPerGroup(groups)) {
      const source = byUser ? "the fields named by --group-by" : "the ids that the log declares";
      return { groups, summary: summarise("declared", `${groups.length} groups by ${source}`) };
    }
  }
  const groups = promptGroups(rollouts);
  const by = truthEverywhere(rollouts) ? "equal batch, prompt and ground truth" : "equal batch and prompt";
  const why = declared ? ", because one declared id stands for different prompts" : "";
  return { groups, summary: summarise("prompt", `${groups.length} groups by ${by}${why}`) };
}

function summarise(method: GroupingSummary["method"], message: string): GroupingSummary {
  return { method, message, loggedAdvantages: null };
}

/** The formula that explains the most groups, the simplest of equals. */
function bestFormula(groups: readonly KeyedGroup[]): LoggedFormula {
  let best = { formula: LOGGED_FORMULAS[0] as LoggedFormula, count: -1 };
  for (const formula of LOGGED_FORMULAS) {
    const count = groups.filter(({ rollouts }) => agrees(rollouts, formula)).length;
    if (count > best.count) best = { formula, count };
  }
  return best.formula;
}

function fromRuns(runs: Runs, declared: GroupingSummary, bad: number, several: number): FoundGroups {
  const complete = runs.groups.length - runs.cutOff.length;
  const message =
    `${runs.groups.length} groups by runs of ${runs.size} consecutive rows with one prompt, because the logged ` +
    `advantages of ${bad} of ${several} groups contradict the grouping otherwise found (${declared.message})`;
  const loggedAdvantages = `logged advantages agree with ${runs.formula.name} in all ${complete} complete runs`;
  const warnings = runs.cutOff.map((group) => ({
    code: "cut-off-group",
    message:
      `Group ${String(group.id)} has ${group.rollouts.length} of ${runs.size} rollouts: the log was cut off. ` +
      "Its base advantages are those of an incomplete group, not what training used.",
  }));
  return { groups: runs.groups, summary: { method: "runs", message, loggedAdvantages }, warnings };
}

function withDisagreement(
  groups: readonly KeyedGroup[],
  summary: GroupingSummary,
  formula: LoggedFormula,
  bad: readonly KeyedGroup[],
  several: number,
): FoundGroups {
  const example = bad[0] && firstDisagreement(bad[0].rollouts, formula);
  const message = `logged advantages differ from ${formula.name} in ${bad.length} of ${several} groups of 2 or more`;
  const warning = {
    code: "logged-advantages-disagree",
    message: `The ${message}${example ? `; first: ${describe(example)}` : ""}. If groups are wrong, name them with --group-by.`,
  };
  return {
    groups,
    summary: { ...summary, loggedAdvantages: message },
    warnings: [warning, ...unevenGroups(groups)],
  };
}

function describe({ rollout, logged, expected }: Disagreement): string {
  return `row ${rollout.place.row} of file ${rollout.place.file + 1} has ${logged}, expected ${expected}`;
}

/** A warning where nearly all groups have one size and some have fewer: a cut-off log or lost rollouts. */
function unevenGroups(groups: readonly KeyedGroup[]): Warning[] {
  const sizes = new Map<number, number>();
  for (const { rollouts } of groups) sizes.set(rollouts.length, (sizes.get(rollouts.length) ?? 0) + 1);
  const [size, count] = [...sizes].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
  const smaller = groups.filter(({ rollouts }) => rollouts.length < size);
  if (smaller.length === 0 || count < 0.8 * groups.length) return [];
  const first = smaller[0];
  const message =
    `${smaller.length} of ${groups.length} groups have fewer than ${size} rollouts (first: ${idKey(first?.id ?? null)} ` +
    `with ${first?.rollouts.length}): cut off or lost. Their base advantages are those of an incomplete group.`;
  return [{ code: "cut-off-group", message }];
}
