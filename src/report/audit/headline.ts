import type { AuditResult, FigureWithInterval } from "../../model/audit.js";
import { count, counted, figureValue, fraction, interval, percent } from "../numbers.js";

/** The abstract's claim: over half of failing trajectories and of failing tool-use actions (SPEC section 6). */
const CLAIM = 0.5;

/** The findings in sentences: what share of failures carries correctable credit, and how that compares with the paper's claim. */
export function headline(result: AuditResult): readonly string[] {
  const { correctableTrajectories: trajectories, correctableActions: actions, recoveredAdvantage } = result.statistics;
  return [
    finding(
      "Correctable trajectories",
      trajectories,
      (share) =>
        `${share} of failing trajectories carry correctable misassigned credit (${fraction(trajectories)}): ` +
        `at least one of their tool calls is one that a successful rollout of the same prompt made too, ` +
        `at similarity ${result.conventions.theta ?? "theta"} or more.`,
    ),
    finding(
      "Correctable actions",
      actions,
      (share) => `${share} of the tool calls of failing rollouts are such calls (${fraction(actions)}).`,
    ),
    `The paper reports over half of both. ${claim("Trajectories", trajectories)} ${claim("Actions", actions)}`,
    finding(
      "Recovered advantage",
      recoveredAdvantage,
      (share) => `The correction takes back ${share} of the advantage that failing rollouts' tool turns carry.`,
    ),
  ];
}

/** What was read, on one line. */
export function subject(result: AuditResult): string {
  const dialects = [...new Set(result.inputs.map((input) => input.dialect))].join(", ");
  const { funnel } = result;
  return (
    `${counted(result.inputs.length, "file")} (${dialects}), ${counted(funnel.rollouts, "rollout")}, ` +
    `${counted(funnel.groups, "group")}, ${count(funnel.mixedGroups)} of them mixed`
  );
}

function finding(name: string, figure: FigureWithInterval, sentence: (share: string) => string): string {
  if (figure.value === null) return `${name}: ${figureValue(figure)}.`;
  return sentence(`${percent(figure.value)} ${interval(figure)}`.trimEnd());
}

/** The interval decides; without one, the value does, and the sentence says so. */
function claim(name: string, figure: FigureWithInterval): string {
  if (figure.value === null) return `${name}: cannot be compared.`;
  if (figure.ci95 === null) {
    return `${name}: ${figure.value > CLAIM ? "over" : "not over"} half here, without an interval.`;
  }
  const [low, high] = figure.ci95;
  if (low > CLAIM) return `${name}: over half here too.`;
  if (high < CLAIM) return `${name}: less than half here.`;
  return `${name}: about half here, the interval holds 50 %.`;
}
