import type { CompareResult } from "../../model/compare.js";
import type { Renderers } from "../formats.js";
import { toJson } from "../json.js";
import { compareCsv } from "./compare-csv.js";
import { compareMarkdown } from "./compare-markdown.js";

/** What `compare --report` can write. */
export const COMPARE_REPORTS: Renderers<CompareResult> = {
  json: toJson,
  csv: compareCsv,
  md: compareMarkdown,
  html: async (result) => (await import("./compare-html.js")).compareHtml(result),
  junit: null,
  github: null,
};
