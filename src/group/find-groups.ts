import type { CompactRollout } from "../model/compact.js";
import type { FormulaFact, GroupingFacts, RunFacts, SizeFact } from "../model/grouping-facts.js";
import { describeGrouping, type GroupingText } from "./describe-grouping.js";
import { decideBasis, decideLogged } from "./grouping-decision.js";
import { declaredGroups, type KeyedGroup, onePromptPerGroup, promptGroups } from "./keys.js";
import { firstDisagreement, LOGGED_FORMULAS } from "./logged-check.js";
import { chooseRuns, runFacts, runGroups } from "./runs.js";

export interface FoundGroups extends GroupingText {
  readonly groups: readonly KeyedGroup[];
  readonly facts: GroupingFacts;
}

/**
 * Finds the groups of a log (SPEC section 1): the declared ids, if all rollouts of one id share one prompt; else equal
 * batch, prompt and ground truth; runs of n rows where logged advantages agree with these and not with the others.
 * `byUser`: the ids come from `--group-by`, which is not second-guessed. `part`: the rollouts are a part of a log, so
 * facts are gathered that only the whole log may need.
 */
export function findGroups(rollouts: readonly CompactRollout[], byUser: boolean, part = false): FoundGroups {
  const undeclared = count(rollouts, ({ group }) => group === undefined);
  const declared = undeclared === 0 ? declaredGroups(rollouts) : [];
  const promptsConflict = !onePromptPerGroup(declared);
  const basis = decideBasis({ undeclared, promptsConflict }, byUser);
  const groups = basis === "declared" ? declared : promptGroups(rollouts);
  const unlogged = count(rollouts, ({ loggedAdvantage }) => loggedAdvantage === null);
  const facts: GroupingFacts = {
    rollouts: rollouts.length,
    undeclared,
    promptsConflict,
    truthless: count(rollouts, ({ promptTruthHash }) => promptTruthHash === null),
    unlogged,
    scopes: scopesOf(rollouts),
    groups: groups.length,
    sizes: sizesOf(groups),
    formulas: unlogged === 0 ? formulaFacts(groups) : [],
    runs: null,
  };
  const logged = decideLogged(facts);
  if (byUser || logged === null || (logged.bad === 0 && !part)) {
    return { groups, facts, ...describeGrouping(facts, byUser) };
  }
  const { groups: inRuns, facts: runs } = findRuns(rollouts);
  const complete = { ...facts, runs };
  const found = decideLogged(complete)?.runs === null ? groups : inRuns;
  return { groups: found, facts: complete, ...describeGrouping(complete, byUser) };
}

/** Groups by the runs that explain the logged advantages; none where no size of run does. */
function findRuns(rollouts: readonly CompactRollout[]): { groups: readonly KeyedGroup[]; facts: RunFacts } {
  const facts = runFacts(rollouts);
  const choice = chooseRuns(facts.sizes, rollouts.length);
  const groups = choice === null ? [] : runGroups(rollouts, choice.size);
  const cutOff = groups
    .filter((group) => group.rollouts.length < (choice?.size ?? 0))
    .map((group) => ({ ...firstOf(group), size: group.rollouts.length }));
  return { groups, facts: { ...facts, cutOff } };
}

function count(rollouts: readonly CompactRollout[], is: (rollout: CompactRollout) => boolean): number {
  return rollouts.reduce((sum, rollout) => (is(rollout) ? sum + 1 : sum), 0);
}

function scopesOf(rollouts: readonly CompactRollout[]): (string | null)[] {
  const scopes = new Set(rollouts.map(({ fileKey }) => fileKey));
  return scopes.size === 1 && scopes.has(null) ? [] : [...scopes];
}

function firstOf({ id, rollouts }: KeyedGroup): Pick<SizeFact, "first" | "id"> {
  return { first: rollouts[0]?.place ?? { file: 0, row: 0, item: 0 }, id };
}

function sizesOf(groups: readonly KeyedGroup[]): SizeFact[] {
  const sizes = new Map<number, SizeFact>();
  for (const group of groups) {
    const size = group.rollouts.length;
    const known = sizes.get(size);
    sizes.set(size, known ? { ...known, count: known.count + 1 } : { size, count: 1, ...firstOf(group) });
  }
  return [...sizes.values()];
}

function formulaFacts(groups: readonly KeyedGroup[]): FormulaFact[] {
  const several = groups.filter(({ rollouts }) => rollouts.length > 1);
  return LOGGED_FORMULAS.map((formula) => {
    const found = several.map(({ rollouts }) => firstDisagreement(rollouts, formula));
    const bad = found.filter((one) => one !== null);
    return { agreeing: found.length - bad.length, disagreement: bad[0] ?? null };
  });
}
