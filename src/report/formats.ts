import { toJson } from "./json.js";

export const REPORT_FORMATS = ["json", "csv", "md", "html", "junit", "github"] as const;
/** Forms of a report that is written to a file (`--report FORMAT=FILE`). */
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A result's renderer for each format; null where the result has no report of that form. */
export type Renderers<R> = Readonly<Record<ReportFormat, ((result: R) => string | Promise<string>) | null>>;

/** Renderers of a result whose only report is its JSON. */
export function onlyJson<R>(): Renderers<R> {
  return { json: toJson, csv: null, md: null, html: null, junit: null, github: null };
}
