import type { AuditResult, DeterminismRow } from "../../model/audit.js";
import { count, counted, figureValue, fraction, percent } from "../numbers.js";
import { excerpt } from "../plain-text.js";
import type { Page } from "../style.js";
import { section } from "../table.js";
import { wrap } from "../wrap.js";

const TOOL_CAP = 8;

/** The four checks the paper does not make, each with what it means for this log (SPEC section 6). */
export function checks(result: AuditResult, page: Page): string {
  const blocks = checkSentences(result).flatMap(([name, sentences]) => [
    `  ${page.style.name(name)}`,
    ...sentences.map((sentence) => wrap(sentence, page.width, "    ")),
  ]);
  return section(page, "Checks of what the method rests on", ...blocks);
}

/** The same without a form: each check's name and its sentences. */
export function checkSentences(
  result: AuditResult,
): readonly (readonly [name: string, sentences: readonly string[]])[] {
  return [
    ["Chance matches", [chanceMatches(result)]],
    ["Determinism", determinism(result.checks.determinism)],
    ["Discrimination", [discrimination(result)]],
    ["Answer conflicts", [answerConflicts(result)]],
  ];
}

function chanceMatches(result: AuditResult): string {
  const chance = result.checks.chanceMatches;
  const real = result.statistics.correctableActionsMixed;
  if (chance.value === null || real.value === null) {
    return `${figureValue(chance)}: whether matches are specific to the prompt cannot be told from this log.`;
  }
  const facts = `${percent(chance.value)} (${fraction(chance)}) would match another prompt's successes, ${percent(real.value)} match their own prompt's`;
  if (real.value === 0) return `${facts}: there is nothing to compare.`;
  if (chance.value >= 0.8 * real.value) return `${facts}: the matches are generic and say little about the prompt.`;
  if (chance.value >= 0.4 * real.value) return `${facts}: a good part of the matches is generic.`;
  return `${facts}: the matches are specific to the prompt.`;
}

function determinism(rows: readonly DeterminismRow[]): string[] {
  if (rows.length === 0) return ["n/a (no pair of calls with both observations): cannot be told from this log."];
  const shown = [...rows].sort((a, b) => b.matchedPairs - a.matchedPairs).slice(0, TOOL_CAP);
  const rest = rows.length - shown.length;
  return [...shown.map(determinismOf), ...(rest > 0 ? [`${counted(rest, "more tool")} in --json.`] : [])];
}

function determinismOf(row: DeterminismRow): string {
  const tool = excerpt(row.tool, 40);
  const { matchedEqual: equal, matchedMeanJaccard: overlap } = row;
  if (equal === null || overlap === null) return `${tool}: no matched pair with both observations.`;
  const against =
    row.unmatchedMeanJaccard === null ? "" : ` (calls that do not match: ${percent(row.unmatchedMeanJaccard)})`;
  const facts = `${tool}: of ${counted(row.matchedPairs, "matched pair")} ${percent(equal)} brought equal observations, token overlap ${percent(overlap)}${against}`;
  if (row.unmatchedMeanJaccard !== null && overlap <= row.unmatchedMeanJaccard) {
    return `${facts}: similar arguments bring no more similar results.`;
  }
  if (equal >= 0.8 || overlap >= 0.9) return `${facts}: similar arguments bring the same result.`;
  if (overlap >= 0.5) return `${facts}: similar arguments bring similar, not the same, results.`;
  return `${facts}: similar arguments often bring other results, and the credit they share is in doubt.`;
}

function discrimination(result: AuditResult): string {
  const { correctedActions, negative, zero, positive, noOtherFailure } = result.checks.discrimination;
  if (correctedActions === 0) return "n/a (no corrected calls).";
  const judged = correctedActions - noOtherFailure;
  const facts =
    `Of ${counted(correctedActions, "corrected call")}, successes make ${count(positive)} more often than other failures do, ` +
    `${count(zero)} as often, ${count(negative)} less often; for ${count(noOtherFailure)} there is no other failure`;
  const neutral = zero + negative;
  if (judged === 0) return `${facts}: cannot be told from this log.`;
  if (neutral === 0) return `${facts}: every one that can be judged tells success from failure.`;
  return `${facts}: ${percent(neutral / judged)} of those that can be judged are neutral or worse, and the transfer forgives them all the same.`;
}

function answerConflicts(result: AuditResult): string {
  const figure = result.checks.answerConflicts;
  if (figure.value === null) return `${figureValue(figure)}: cannot be told from this log.`;
  const facts = `${percent(figure.value)} (${fraction(figure)}) of failing rollouts with a final answer gave the same answer as a success of their group`;
  if (figure.value >= 0.2) return `${facts}: here rewards, not only credit, look misassigned. Check the reward first.`;
  return figure.value > 0 ? `${facts}: a look at their rewards is worth it.` : `${facts}: rewards and answers agree.`;
}
