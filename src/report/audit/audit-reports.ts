import type { AuditResult } from "../../model/audit.js";
import type { Reported } from "../../model/report-data.js";
import type { Renderers } from "../formats.js";
import { githubAnnotations } from "../gates/github.js";
import { junit } from "../gates/junit.js";
import { toJson } from "../json.js";
import { auditCsv } from "./audit-csv.js";
import { auditMarkdown } from "./audit-markdown.js";
import { headline } from "./headline.js";

/** What `audit --report` can write. Gates stand in the JSON where there are any. */
export const AUDIT_REPORTS: Renderers<Reported<AuditResult>> = {
  json: ({ extras: _extras, gates, ...result }) => toJson(gates.length === 0 ? result : { ...result, gates }),
  csv: auditCsv,
  md: auditMarkdown,
  html: async (result) => (await import("../html/audit-html.js")).auditHtml(result),
  junit: ({ gates }) => junit("audit", gates),
  github: (result) => githubAnnotations(result.gates, result.warnings, headline(result)[0] ?? ""),
};
