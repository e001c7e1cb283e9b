import type { FormulaFact, GroupingFacts, RunFacts, RunSizeFact, SizeFact } from "../model/grouping-facts.js";
import { comparePlaces } from "../model/place.js";
import { decideBasis, decideLogged } from "./grouping-decision.js";
import { LOGGED_FORMULAS } from "./logged-check.js";

/** The facts of a log from those of its parts, each of which holds whole batches. */
export function mergeFacts(parts: readonly GroupingFacts[]): GroupingFacts {
  const sum = (pick: (facts: GroupingFacts) => number) => parts.reduce((total, part) => total + pick(part), 0);
  const runs = parts.flatMap((part) => part.runs ?? []);
  const logged = parts.filter(({ rollouts }) => rollouts > 0);
  return {
    rollouts: sum(({ rollouts }) => rollouts),
    undeclared: sum(({ undeclared }) => undeclared),
    promptsConflict: parts.some(({ promptsConflict }) => promptsConflict),
    truthless: sum(({ truthless }) => truthless),
    unlogged: sum(({ unlogged }) => unlogged),
    scopes: [...new Set(parts.flatMap(({ scopes }) => scopes))],
    groups: sum(({ groups }) => groups),
    sizes: mergeSizes(parts.flatMap(({ sizes }) => sizes)),
    formulas: LOGGED_FORMULAS.map((_, i) => mergeFormula(logged.flatMap(({ formulas }) => formulas[i] ?? []))),
    runs: runs.length === 0 ? null : mergeRuns(runs),
  };
}

function mergeSizes(all: readonly SizeFact[]): SizeFact[] {
  const sizes = new Map<number, SizeFact>();
  for (const fact of [...all].sort((a, b) => comparePlaces(a.first, b.first))) {
    const known = sizes.get(fact.size);
    sizes.set(fact.size, known ? { ...known, count: known.count + fact.count } : fact);
  }
  return [...sizes.values()];
}

function mergeFormula(all: readonly FormulaFact[]): FormulaFact {
  const disagreements = all.flatMap(({ disagreement }) => disagreement ?? []);
  disagreements.sort((a, b) => comparePlaces(a.group, b.group));
  return { agreeing: all.reduce((sum, { agreeing }) => sum + agreeing, 0), disagreement: disagreements[0] ?? null };
}

function mergeRuns(all: readonly RunFacts[]): RunFacts {
  const longest = Math.max(1, ...all.map(({ sizes }) => sizes.at(-1)?.size ?? 1));
  const sizes = Array.from({ length: longest - 1 }, (_, i) => mergeRunSize(all, i + 2));
  const cutOff = all.flatMap((runs) => runs.cutOff).sort((a, b) => comparePlaces(a.first, b.first));
  return { interrupted: all.some(({ interrupted }) => interrupted), sizes, cutOff };
}

function mergeRunSize(all: readonly RunFacts[], size: number): RunSizeFact {
  const facts = all.flatMap(({ sizes }) => sizes.find((fact) => fact.size === size) ?? []);
  const sum = (pick: (fact: RunSizeFact) => number) => facts.reduce((total, fact) => total + pick(fact), 0);
  return {
    size,
    runs: sum(({ runs }) => runs),
    complete: sum(({ complete }) => complete),
    telling: sum(({ telling }) => telling),
    formulas: LOGGED_FORMULAS.map((_, i) => facts.every(({ formulas }) => formulas[i] === true)),
  };
}

/**
 * Why parts that each found their own groups are not what the whole log would have given; null where they are. A part
 * alone cannot know, for example, that a record elsewhere lacks the group that all of its own declare.
 */
export function partsDisagree(all: readonly GroupingFacts[], byUser: boolean): string | null {
  const parts = all.filter(({ rollouts }) => rollouts > 0);
  if (parts.length < 2) return null;
  const whole = mergeFacts(parts);
  if (whole.scopes.length > 1) {
    return "the log numbers its groups anew in each run or file, and which numbers occur twice is known only to the whole log";
  }
  const basis = decideBasis(whole, byUser);
  if (parts.some((part) => decideBasis(part, byUser) !== basis)) {
    return basis === "declared" || whole.undeclared === 0
      ? "one declared group stands for different prompts in some shards and not in others"
      : "some shards hold records without a group, and others only records with one";
  }
  const runs = !byUser && (decideLogged(whole)?.bad ?? 0) > 0;
  const truths = new Set(parts.map(({ truthless }) => truthless === 0));
  if ((basis === "prompt" || runs) && truths.size > 1) {
    return "some shards hold records without a ground truth, by which groups are told apart, and others none";
  }
  return runs || parts.some((part) => decideLogged(part)?.runs) ? runsDisagree(parts, whole) : null;
}

function runsDisagree(parts: readonly GroupingFacts[], whole: GroupingFacts): string | null {
  const logged = decideLogged(whole);
  const wanted = logged?.runs ?? null;
  const uncertain = whole.unlogged === 0 && parts.some((part) => part.runs === null || part.runs.interrupted);
  const same = parts.every((part) => (decideLogged(part)?.runs?.size ?? null) === (wanted?.size ?? null));
  if (same && !uncertain) return null;
  return "the logged advantages contradict the groups, and whether runs of rows explain them is known only to the whole log";
}
