import type { Warning } from "../model/audit.js";
import { UsageError } from "../model/errors.js";
import type { RunOptions } from "../model/run.js";
import type { Renderers, ReportFormat } from "../report/formats.js";
import { toJson } from "../report/json.js";
import { plainText } from "../report/plain-text.js";
import type { Page } from "../report/style.js";
import type { CommandSpec, Example, Request } from "./command.js";
import { type Io, write } from "./io.js";
import { type Given, type OptionGroup, type OptionTable, pick } from "./options/option-table.js";
import { OUTPUT_GROUP, OUTPUT_OPTIONS, type ReportTarget } from "./options/output-options.js";
import { runGroups, runOptions } from "./options/run-options.js";
import { appendTextFile, checkOutputs, writeTextFile } from "./outputs.js";
import { createReporter, type Reporter } from "./reporter.js";
import { FILE_PAGE, pageFor } from "./terminal.js";

/** A result's forms. */
export interface ResultForms<T extends OptionTable, R> {
  /** The command's own options. */
  readonly options: T;
  readonly terminal: (result: R, page: Page) => string;
  readonly reports: Renderers<R>;
  /** Files that the command's own options name. */
  readonly files?: (own: Given<T>) => readonly ResultFile<R>[];
  /** What the result fails at, a line each: exit 1. */
  readonly failures?: (result: R) => readonly string[];
}

/** A command that reads a log and reports one result. */
export interface LogCommand<T extends OptionTable, R> extends ResultForms<T, R> {
  readonly description: string;
  readonly examples: readonly Example[];
  /** Title of the command's own options in help. */
  readonly title?: string;
  /** Its memory can be limited. */
  readonly bounded?: boolean;
  readonly compute: (inputs: readonly string[], run: RunOptions, own: Given<T>, wanted: Wanted) => Promise<R>;
}

/** What a computation may need to know of the output. */
export interface Wanted {
  readonly force: boolean;
  readonly formats: ReadonlySet<ReportFormat>;
}

/** A file that a result is written to. */
export interface ResultFile<R> {
  readonly path: string;
  readonly render: (result: R) => string | Promise<string>;
}

/** A report in place of the result on standard output. */
const STDOUT = "-";

/** Everything such commands share: options, outputs checked before the work, progress, the result's form and place. */
export function logCommand<T extends OptionTable, R extends { readonly warnings: readonly Warning[] }>(
  command: LogCommand<T, R>,
): CommandSpec {
  const own: OptionGroup = { title: command.title ?? "This command:", table: command.options };
  return {
    description: command.description,
    takesInputs: true,
    options: [...(Object.keys(command.options).length > 0 ? [own] : []), OUTPUT_GROUP, ...runGroups(command.bounded)],
    examples: command.examples,
    run: (request) =>
      runReported(command, request, async (own, wanted, reporter) => {
        const run = await runOptions(request.values, request.io.env);
        const { onNote, onProgress } = reporter;
        return command.compute(request.inputs, { ...run, stdin: request.io.stdin, onNote, onProgress }, own, wanted);
      }),
  };
}

/** Checks a result's outputs, computes it and puts it in its forms and places. Returns the exit code. */
export async function runReported<T extends OptionTable, R extends { readonly warnings: readonly Warning[] }>(
  command: ResultForms<T, R>,
  { inputs, values, io }: Request,
  compute: (own: Given<T>, wanted: Wanted, reporter: Reporter) => Promise<R>,
): Promise<number> {
  const output = pick(OUTPUT_OPTIONS, values);
  const own = pick(command.options, values);
  const force = output.force ?? false;
  const { files, summaries, onStdout, formats } = reportsOf(command, output, io);
  const written = [...files, ...(command.files?.(own) ?? [])];
  const main = output.output === undefined ? [] : [output.output];
  await checkOutputs([...written.map(({ path }) => path), ...main], inputs, force);
  const reporter = createReporter(io, { quiet: output.quiet ?? false, progress: output.progress ?? true });
  let result: R;
  try {
    result = await compute(own, { force, formats }, reporter);
  } finally {
    reporter.end();
  }
  // The report on a terminal shows its warnings itself; whoever pipes JSON or writes files sees them here.
  if (output.json || output.output !== undefined || onStdout.length > 0)
    for (const warning of result.warnings) reporter.onNote(`warning: ${warning.message}`);
  for (const file of written) await writeTextFile(file.path, [await file.render(result)], force);
  for (const summary of summaries) await appendTextFile(summary.path, await summary.render(result));
  for (const report of onStdout) await write(io.stdout, await report.render(result));
  const page = output.output === undefined ? pageFor(io, output.color ?? "auto") : FILE_PAGE;
  const render = output.json ? (command.reports.json ?? toJson) : (shown: R) => command.terminal(shown, page);
  if (output.output !== undefined) await writeTextFile(output.output, [await render(result)], force);
  else if (onStdout.length === 0) await write(io.stdout, await render(result));
  const failures = command.failures?.(result) ?? [];
  for (const failure of failures) io.stderr.write(`gate failed: ${plainText(failure)}\n`);
  return failures.length > 0 ? EXIT_GATE : 0;
}

/**
 * The reports asked for, by where they go: new files, the step summary of GitHub Actions, standard output.
 * @throws UsageError where the command has no report of a format, or two results are to stand on standard output.
 */
function reportsOf<T extends OptionTable, R>(
  command: ResultForms<T, R>,
  { report = [], json = false, output }: Given<typeof OUTPUT_OPTIONS>,
  io: Io,
) {
  const reports = report.map((target) => rendererFor(command.reports, target));
  const onStdout = reports.filter(({ path }) => path === STDOUT);
  const summaries = reports.filter((target) => isStepSummary(target, io));
  const files = reports.filter((target) => !onStdout.includes(target) && !summaries.includes(target));
  if (onStdout.length + (json && output === undefined ? 1 : 0) > 1) {
    throw new UsageError("standard output holds one result: of --json and reports to - only one can be there");
  }
  return { files, summaries, onStdout, formats: new Set(report.map(({ format }) => format)) };
}

/** A gate failed (CONTRACT, "Streams and exit codes"). */
const EXIT_GATE = 1;

/** The file that GitHub Actions gives a step for its summary is there already, and is added to. */
function isStepSummary({ format, path }: ReportTarget, io: Io): boolean {
  return format === "md" && path === io.env.GITHUB_STEP_SUMMARY;
}

function rendererFor<R>(renderers: Renderers<R>, { format, path }: ReportTarget): ReportTarget & ResultFile<R> {
  const render = renderers[format];
  if (render !== null) return { format, path, render };
  const valid = Object.entries(renderers).flatMap(([name, renderer]) => (renderer === null ? [] : [name]));
  throw new UsageError(`--report ${plainText(format)}=${plainText(path)}: this command writes ${valid.join(", ")}`);
}
