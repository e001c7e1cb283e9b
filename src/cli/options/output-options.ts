import { REPORT_FORMATS, type ReportFormat } from "../../report/formats.js";
import { suggestion } from "../../report/nearest.js";
import type { OptionGroup } from "./option-table.js";
import { choice, text, toggle, type ValueKind } from "./value-kinds.js";

/** One `--report FORMAT=FILE`. */
export interface ReportTarget {
  readonly format: ReportFormat;
  readonly path: string;
}

const reportTargets: ValueKind<readonly ReportTarget[]> = {
  expected: `FORMAT=FILE, the format one of ${REPORT_FORMATS.join(", ")}`,
  fromText: (given) => {
    const cut = given.indexOf("=");
    const format = REPORT_FORMATS.find((name) => name === given.slice(0, cut));
    return format === undefined || cut === given.length - 1 ? undefined : [{ format, path: given.slice(cut + 1) }];
  },
  fromJson: () => undefined,
  merge: (before, after) => [...before, ...after],
  hint: (given) => suggestion(given.split("=")[0] ?? "", REPORT_FORMATS),
};

export const FORCE = { flags: "--force", description: "replace files that exist", kind: toggle };
export const QUIET = { flags: "--quiet", description: "only the result and errors", kind: toggle };

/** Where the result goes and what is said besides. */
export const OUTPUT_OPTIONS = {
  json: { flags: "--json", description: "print the result as one JSON document", kind: toggle },
  output: { flags: "--output <file>", description: "write the result there, not to standard output", kind: text },
  report: {
    flags: "--report <format=file>",
    description: `write a report besides: ${REPORT_FORMATS.join(", ")}; to - for standard output; repeatable`,
    kind: reportTargets,
  },
  force: FORCE,
  quiet: QUIET,
  progress: { flags: "--no-progress", description: "no progress line", kind: toggle },
  color: {
    flags: "--color <when>",
    description: "colours",
    kind: choice(["auto", "always", "never"]),
    fallback: "auto",
  },
};

export const OUTPUT_GROUP: OptionGroup = { title: "The result:", table: OUTPUT_OPTIONS };
