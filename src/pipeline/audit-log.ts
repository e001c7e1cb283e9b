import { type AuditFigures, auditBatches } from "../analyse/audit.js";
import { findings } from "../analyse/findings.js";
import { type Grouping, groupRollouts } from "../group/group-rollouts.js";
import type { AuditResult, RejectionSummary } from "../model/audit.js";
import type { Group } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";
import type { MethodOptions } from "../model/options.js";
import { VERSION } from "../model/version.js";
import { conventionsInForce } from "./conventions-in-force.js";
import { type LoadedLog, summariseRejections } from "./load-log.js";

/** What an audit needs to know of its log besides the groups. */
export type AuditedLog = Pick<LoadedLog, "rollouts" | "rejections" | "inputs" | "rows" | "warnings">;

/** Groups and audits a loaded log. `onCredits` sees every group's credits as they are made. */
export function auditLoaded(
  log: AuditedLog,
  options: MethodOptions,
  byUser: boolean,
  onCredits?: (group: Group, credits: readonly RolloutCredit[]) => void,
): AuditResult {
  const grouping = groupRollouts(log.rollouts, options, byUser);
  return describeAudit(log, grouping, auditBatches(grouping.batches, options, onCredits), options);
}

/** The result of an audit, from its figures and what is known of the log. */
export function describeAudit(
  log: AuditedLog,
  grouping: Grouping,
  figures: AuditFigures,
  options: MethodOptions,
): AuditResult {
  const { rejections, inputs, rows, warnings } = log;
  const paths = inputs.map(({ path }) => path);
  const account = { inputs, rows, warnings, rejected: rejections.length, grouping };
  return auditResult({ ...account, rejections: summariseRejections(rejections, paths) }, figures, options);
}

/** What an audit's result says of its log besides figures. */
export interface LogAccount extends Pick<LoadedLog, "inputs" | "rows" | "warnings"> {
  readonly rejected: number;
  readonly rejections: readonly RejectionSummary[];
  readonly grouping: Pick<Grouping, "summary" | "warnings">;
}

/** The result of an audit, from its figures and an account of the log. */
export function auditResult(log: LogAccount, figures: AuditFigures, options: MethodOptions): AuditResult {
  return {
    schema: "tapo.audit/1",
    version: VERSION,
    conventions: conventionsInForce(options, log.inputs),
    inputs: log.inputs,
    grouping: log.grouping.summary,
    funnel: { rows: log.rows, rejected: log.rejected, ...figures.funnel },
    statistics: figures.statistics,
    byTool: figures.byTool,
    byBatch: figures.byBatch,
    thetaSweep: figures.thetaSweep,
    checks: figures.checks,
    rejections: log.rejections,
    warnings: [...log.warnings, ...log.grouping.warnings, ...findings(figures, options)],
  };
}
