import type { AuditResult } from "../../model/audit.js";
import type { Renderers } from "../formats.js";
import { toJson } from "../json.js";
import { auditCsv } from "./audit-csv.js";
import { auditMarkdown } from "./audit-markdown.js";

/** What `audit --report` can write. */
export const AUDIT_REPORTS: Renderers<AuditResult> = {
  json: toJson,
  csv: auditCsv,
  md: auditMarkdown,
  html: null,
  junit: null,
};
