import { ablateBatches } from "../analyse/ablate.js";
import { rangeWarnings } from "../analyse/range-warnings.js";
import { chooseVariants, standardVariants } from "../analyse/variants.js";
import { groupRollouts } from "../group/group-rollouts.js";
import type { AblateRequest, AblateResult } from "../model/ablation.js";
import type { CompactRollout } from "../model/compact.js";
import type { MethodOptions } from "../model/options.js";
import type { RunOptions } from "../model/run.js";
import { type AuditedLog, auditLoaded } from "./audit-log.js";
import { loadLog, needOf } from "./load-log.js";
import type { OpenLog } from "./open-log.js";

export async function ablateOpen(log: OpenLog, run: RunOptions, request: AblateRequest): Promise<AblateResult> {
  const need = { ...needOf(run.method), logprobs: true };
  const ratios = { logged: false };
  const loaded = await loadLog(
    log,
    run,
    ({ tokens }) => {
      if (tokens?.logprobs && tokens.oldLogprobs) ratios.logged = true;
    },
    need,
  );
  return ablateLoaded(loaded, run.method, run.log.groupBy.length > 0, ratios.logged, request);
}

/** Every variant over a loaded log, beside the audit's account of it. */
export function ablateLoaded(
  log: AuditedLog,
  options: MethodOptions,
  byUser: boolean,
  loggedRatios: boolean,
  request: AblateRequest,
): AblateResult {
  const { batches } = groupRollouts(log.rollouts, options, byUser);
  const audit = auditLoaded(log, options, byUser);
  const standard = standardVariants(toolsOf(log.rollouts), options);
  const variants = chooseVariants(standard, request.variants, request.extra, request.sweeps);
  const results = ablateBatches(batches, variants, options);
  return {
    schema: "tapo.ablation/1",
    version: audit.version,
    conventions: audit.conventions,
    inputs: audit.inputs,
    grouping: audit.grouping,
    funnel: audit.funnel,
    loggedRatios,
    variants: results,
    gates: [],
    rejections: audit.rejections,
    warnings: [...audit.warnings, ...rangeWarnings(results)],
  };
}

/** Tools with a call that takes part, in UTF-16 order. */
export function toolsOf(rollouts: readonly CompactRollout[]): string[] {
  const tools = new Set<string>();
  for (const { turns } of rollouts) {
    for (const { calls } of turns) for (const { tool, excluded } of calls) if (!excluded) tools.add(tool);
  }
  return [...tools].sort();
}
