import type { AblateResult } from "../../model/ablation.js";
import type { Reported } from "../../model/report-data.js";
import type { Renderers } from "../formats.js";
import { githubAnnotations } from "../gates/github.js";
import { junit } from "../gates/junit.js";
import { toJson } from "../json.js";
import { ablateCsv } from "./ablate-csv.js";
import { ablateHeadline } from "./ablate-headline.js";
import { ablateMarkdown } from "./ablate-markdown.js";

/** What `ablate --report` can write. */
export const ABLATE_REPORTS: Renderers<Reported<AblateResult>> = {
  json: ({ extras: _extras, ...result }) => toJson(result),
  csv: ablateCsv,
  md: ablateMarkdown,
  html: async (result) => (await import("../html/ablate-html.js")).ablateHtml(result),
  junit: ({ gates }) => junit("ablate", gates),
  github: (result) => githubAnnotations(result.gates, result.warnings, ablateHeadline(result)[0] ?? ""),
};
