import { correctionMember } from "../credit/correction-member.js";
import { tokenAdvantages } from "../credit/token-advantages.js";
import { Condenser } from "../match/condense.js";
import type { AblateResult } from "../model/ablation.js";
import type { AuditResult } from "../model/audit.js";
import type { CompactRollout } from "../model/compact.js";
import type { CompareResult } from "../model/compare.js";
import type { RolloutCredit } from "../model/correction.js";
import { RejectedError } from "../model/errors.js";
import type { JsonObject } from "../model/json.js";
import { RULE_NAMES, type RuleName } from "../model/names.js";
import { DEFAULT_OPTIONS, type MethodOptions } from "../model/options.js";
import type { Rejection } from "../model/rollout.js";
import { tapo } from "../normalise/dialects/tapo.js";
import { normaliseRow } from "../normalise/normalise.js";
import { ablateLoaded } from "./ablate-log.js";
import { type AuditedLog, auditLoaded } from "./audit-log.js";
import { compareLoaded } from "./compare-log.js";
import { isRejection } from "./read-rollouts.js";

/** A record of the tool's own dialect (CONTRACT, last section) with its place. */
export interface LogRecord {
  readonly path: string;
  readonly row: number;
  readonly value: JsonObject;
}

/** Audits records that are in memory already. Synchronous: for programs and training loops that hold one batch. */
export function auditRecords(records: readonly LogRecord[], options: Partial<MethodOptions> = {}): AuditResult {
  const method = { ...DEFAULT_OPTIONS, ...options };
  return auditLoaded(condenseRecords(records, method).log, method, false);
}

/** The standard variants over records that are in memory already. */
export function ablateRecords(records: readonly LogRecord[], options: Partial<MethodOptions> = {}): AblateResult {
  const method = { ...DEFAULT_OPTIONS, ...options };
  const { log, loggedRatios } = condenseRecords(records, method, true);
  return ablateLoaded(log, method, false, loggedRatios, { variants: null, extra: [], sweeps: [] });
}

/** Credit rules side by side over records that are in memory already. */
export function compareRecords(
  records: readonly LogRecord[],
  options: Partial<MethodOptions> = {},
  rules: readonly RuleName[] = RULE_NAMES,
): CompareResult {
  const method = { ...DEFAULT_OPTIONS, ...options };
  return compareLoaded(condenseRecords(records, method).log, method, false, rules);
}

/** The `tapo` member of each record, in order. */
export function correctRecords(records: readonly LogRecord[], options: Partial<MethodOptions> = {}): JsonObject[] {
  const method = { ...DEFAULT_OPTIONS, ...options };
  const { log, logged, paths } = condenseRecords(records, method);
  const credits = new Map<CompactRollout, RolloutCredit>();
  auditLoaded(log, method, false, (_group, made) => {
    for (const credit of made) credits.set(credit.rollout, credit);
  });
  return log.rollouts.flatMap((rollout) => {
    const credit = credits.get(rollout);
    return credit ? [correctionMember(credit, paths, tokenAdvantages(credit, logged.get(rollout) ?? null))] : [];
  });
}

function condenseRecords(records: readonly LogRecord[], method: MethodOptions, logprobs = false) {
  const paths = stretchesOfPaths(records);
  const condenser = new Condenser(method, method.successThreshold, logprobs);
  const rollouts: CompactRollout[] = [];
  const rejections: Rejection[] = [];
  let loggedRatios = false;
  const logged = new Map<CompactRollout, Float64Array>();
  const need = { tokens: true, advantages: method.estimator === "logged", logprobs };
  const options = { log: NO_OVERRIDES, successField: method.successField, lenient: false, need };
  let index = -1;
  for (const [i, { path, row, value }] of records.entries()) {
    if (path !== records[i - 1]?.path) index++;
    const file = { index, path, name: path, format: "jsonl", compression: "none" } as const;
    for (const result of normaliseRow({ row, value, bytes: null }, file, tapo, options).results) {
      if (isRejection(result)) {
        rejections.push(result);
        continue;
      }
      const compact = condenser.condense(result);
      rollouts.push(compact);
      loggedRatios ||= result.tokens?.logprobs != null && result.tokens.oldLogprobs != null;
      const perToken = result.tokens?.advantages;
      if (method.estimator === "logged" && perToken) logged.set(compact, Float64Array.from(perToken));
    }
  }
  if (rejections.length > 0) throw new RejectedError(rejections, paths);
  const rows = new Map<string, number>();
  for (const { path } of records) rows.set(path, (rows.get(path) ?? 0) + 1);
  const inputs = [...rows].map(([path, count]) => ({ path, format: "memory", dialect: tapo.name, rows: count }));
  const log: AuditedLog = { rollouts, rejections, inputs, rows: records.length, warnings: [] };
  return { log, logged, loggedRatios, paths };
}

/** The path of every run of records with one path: the order of records is the input order, whatever their paths are. */
function stretchesOfPaths(records: readonly LogRecord[]): string[] {
  return records.filter(({ path }, i) => path !== records[i - 1]?.path).map(({ path }) => path);
}

const NO_OVERRIDES = {
  dialect: null,
  groupBy: [],
  batchBy: null,
  reward: null,
  map: new Map<string, string>(),
  lenient: false,
};
