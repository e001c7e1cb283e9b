import type { DeterminismRow, Figure, Warning } from "../model/audit.js";
import type { MethodOptions } from "../model/options.js";
import type { AuditFigures } from "./audit.js";

/** Chance matches at this share of the real rate, or more, are called generic. */
const GENERIC = 0.5;
/** A tool whose matched pairs have equal observations less often than this is called not deterministic. */
const DETERMINISTIC = 0.9;
/** From this share of corrected calls on that failures make as often as successes, the corrections are called neutral. */
const NEUTRAL = 0.5;
/** From this share of answer conflicts on, rewards rather than credit look misassigned. */
const CONFLICTS = 0.1;
/** Fewer pairs or calls than this are no evidence. */
const ENOUGH = 10;

/**
 * What a reader must not miss about an audit: one code and one plain sentence each (SPEC section 6, the four checks,
 * and what the log itself lacks).
 */
export function findings(audit: AuditFigures, options: MethodOptions): Warning[] {
  return [
    ...aboutTheLog(audit, options),
    ...aboutMatches(audit),
    ...audit.checks.determinism.flatMap(aboutTool),
    ...aboutDiscrimination(audit),
    ...aboutAnswers(audit),
  ];
}

function aboutTheLog({ funnel, statistics }: AuditFigures, { successThreshold }: MethodOptions): Warning[] {
  const found: Warning[] = [];
  if (funnel.rollouts > 0 && funnel.toolCalls === 0) {
    found.push(warning("no-tool-calls", "No tool call was found: there is no credit to transfer in this log."));
  }
  if (funnel.rollouts > 0 && funnel.failing === 0) {
    found.push(
      warning("no-failures", `Every rollout succeeds (reward >= ${successThreshold}): is the threshold right?`),
    );
  }
  if (funnel.rollouts > 0 && funnel.successful === 0) {
    found.push(warning("no-successes", `No rollout succeeds (reward >= ${successThreshold}): is the threshold right?`));
  }
  if (funnel.failing > 0 && funnel.successful > 0 && funnel.mixedGroups === 0) {
    const message =
      "No group has both a success and a failure, so no failing call can have a witness: are the groups right?";
    found.push(warning("no-mixed-groups", message));
  }
  if (funnel.groups > 0 && funnel.singletonGroups * 2 > funnel.groups) {
    const message = `${funnel.singletonGroups} of ${funnel.groups} groups have one rollout only. Rollouts of one prompt may stand in several files: read them together, or name the group with --group-by.`;
    found.push(warning("mostly-singletons", message));
  }
  if (
    statistics.correctableActions.value !== null &&
    statistics.correctableActions.ci95 === null &&
    funnel.groups > 0
  ) {
    const message = `No interval can be given: ${statistics.correctableActions.reason ?? "too few groups"}.`;
    found.push(warning("no-interval", message));
  }
  if (funnel.malformedToolCalls * 20 > funnel.toolCalls) {
    const share = percent(funnel.malformedToolCalls, funnel.toolCalls);
    const message = `${share} of the tool calls are malformed (${funnel.malformedToolCalls} of ${funnel.toolCalls}): they are never witnesses and never corrected.`;
    found.push(warning("malformed-calls", message));
  }
  return found;
}

function aboutMatches({ checks, statistics }: AuditFigures): Warning[] {
  const chance = checks.chanceMatches;
  const real = statistics.correctableActionsMixed;
  if (chance.value === null || real.value === null || real.value === 0) return [];
  if (chance.denominator < ENOUGH || chance.value < GENERIC * real.value) return [];
  const message = `Matches are generic: ${share(chance)} of the failing calls also match a success of another prompt, against ${share(real)} with their own. Similar parameters say little here; raise theta or name identity keys.`;
  return [warning("generic-matches", message)];
}

function aboutTool(row: DeterminismRow): Warning[] {
  if (row.matchedPairs < ENOUGH || row.matchedEqual === null || row.matchedEqual >= DETERMINISTIC) return [];
  const jaccard = (row.matchedMeanJaccard ?? 0).toFixed(2);
  const message = `Tool ${row.tool} is not deterministic in its parameters: only ${percent(row.matchedEqual * row.matchedPairs, row.matchedPairs)} of ${row.matchedPairs} matched pairs brought the same observation (mean Jaccard ${jaccard}). A witness with similar parameters may have seen something else.`;
  return [warning("tool-not-deterministic", message)];
}

function aboutDiscrimination({ checks: { discrimination } }: AuditFigures): Warning[] {
  const { negative, zero, positive } = discrimination;
  const neutral = negative + zero;
  const compared = neutral + positive;
  if (compared < ENOUGH || neutral < NEUTRAL * compared) return [];
  const message = `${percent(neutral, compared)} of the corrected calls whose group has another failure (${neutral} of ${compared}) are made by the other failures at least as often as by successes: such calls are neutral, not good, and the transfer forgives them all the same.`;
  return [warning("neutral-corrections", message)];
}

function aboutAnswers({ checks: { answerConflicts } }: AuditFigures): Warning[] {
  const { numerator, denominator, value } = answerConflicts;
  if (value === null || value < CONFLICTS || numerator < 3) return [];
  const message = `${percent(numerator, denominator)} of the failing rollouts with a final answer (${numerator} of ${denominator}) give the same answer as a success of their group: their rewards, not their credit, look misassigned.`;
  return [warning("answer-conflicts", message)];
}

function warning(code: string, message: string): Warning {
  return { code, message };
}

function share(figure: Figure): string {
  return percent(figure.numerator, figure.denominator);
}

function percent(numerator: number, denominator: number): string {
  return `${((100 * numerator) / denominator).toFixed(1)} %`;
}
