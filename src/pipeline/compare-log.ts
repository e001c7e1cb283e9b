import { compareBatches } from "../analyse/compare.js";
import { rangeWarnings } from "../analyse/range-warnings.js";
import { groupRollouts } from "../group/group-rollouts.js";
import type { CompareResult } from "../model/compare.js";
import type { RuleName } from "../model/names.js";
import type { MethodOptions } from "../model/options.js";
import type { RunOptions } from "../model/run.js";
import { type AuditedLog, auditLoaded } from "./audit-log.js";
import { loadLog } from "./load-log.js";
import type { OpenLog } from "./open-log.js";

/** Credit rules side by side on an open log. */
export async function compareOpen(log: OpenLog, run: RunOptions, rules: readonly RuleName[]): Promise<CompareResult> {
  return compareLoaded(await loadLog(log, run), run.method, run.log.groupBy.length > 0, rules);
}

/** The same on a loaded log, beside the audit's account of it. */
export function compareLoaded(
  log: AuditedLog,
  options: MethodOptions,
  byUser: boolean,
  rules: readonly RuleName[],
): CompareResult {
  const { batches } = groupRollouts(log.rollouts, options, byUser);
  const { version, conventions, inputs, grouping, funnel, rejections, warnings } = auditLoaded(log, options, byUser);
  const figures = compareBatches(batches, rules, options);
  return {
    schema: "tapo.compare/1",
    version,
    conventions,
    inputs,
    grouping,
    funnel,
    ...figures,
    rejections,
    warnings: [...warnings, ...rangeWarnings(figures.rules)],
  };
}
