export type { AblateResult, Variant } from "./model/ablation.js";
export type { AuditResult } from "./model/audit.js";
export type { CompareResult } from "./model/compare.js";
export type { JsonObject } from "./model/json.js";
export type { Estimator, RuleName, Scope, TextMetric } from "./model/names.js";
export { DEFAULT_OPTIONS, type MethodOptions } from "./model/options.js";
export type { LogOptions, RunOptions } from "./model/run.js";
export { ablateRecords, auditRecords, compareRecords, correctRecords, type LogRecord } from "./pipeline/records.js";
export { ablateLog, auditLog, compareLog, correctLog, explainLog, inspectLog } from "./pipeline.js";
