import type { Warning } from "../model/audit.js";
import { UsageError } from "../model/errors.js";
import type { RunOptions } from "../model/run.js";
import type { Renderers } from "../report/formats.js";
import { toJson } from "../report/json.js";
import { plainText } from "../report/plain-text.js";
import type { Page } from "../report/style.js";
import type { CommandSpec, Example, Request } from "./command.js";
import { write } from "./io.js";
import { type Given, type OptionTable, pick } from "./options/option-table.js";
import { OUTPUT_GROUP, OUTPUT_OPTIONS, type ReportTarget } from "./options/output-options.js";
import { RUN_GROUPS, runOptions } from "./options/run-options.js";
import { checkOutputs, writeTextFile } from "./outputs.js";
import { createReporter } from "./reporter.js";
import { FILE_PAGE, pageFor } from "./terminal.js";

/** A command that reads a log and reports one result. */
export interface LogCommand<T extends OptionTable, R> {
  readonly description: string;
  readonly examples: readonly Example[];
  /** The command's own options. */
  readonly options: T;
  readonly compute: (inputs: readonly string[], run: RunOptions, own: Given<T>, force: boolean) => Promise<R>;
  readonly terminal: (result: R, page: Page) => string;
  readonly reports: Renderers<R>;
}

/** Everything such commands share: options, outputs checked before the work, progress, the result's form and place. */
export function logCommand<T extends OptionTable, R extends { readonly warnings: readonly Warning[] }>(
  command: LogCommand<T, R>,
): CommandSpec {
  const own = { title: "This command:", table: command.options };
  return {
    description: command.description,
    takesInputs: true,
    options: [...(Object.keys(command.options).length > 0 ? [own] : []), OUTPUT_GROUP, ...RUN_GROUPS],
    examples: command.examples,
    run: (request) => runLogCommand(command, request),
  };
}

async function runLogCommand<T extends OptionTable, R extends { readonly warnings: readonly Warning[] }>(
  command: LogCommand<T, R>,
  { inputs, values, io }: Request,
): Promise<number> {
  const output = pick(OUTPUT_OPTIONS, values);
  const force = output.force ?? false;
  const reports = (output.report ?? []).map((target) => rendererFor(command.reports, target));
  const files = [...reports.map((report) => report.path), ...(output.output === undefined ? [] : [output.output])];
  await checkOutputs(files, inputs, force);
  const run = await runOptions(values);
  const reporter = createReporter(io, { quiet: output.quiet ?? false, progress: output.progress ?? true });
  const { onNote, onProgress } = reporter;
  let result: R;
  try {
    result = await command.compute(
      inputs,
      { ...run, stdin: io.stdin, onNote, onProgress },
      pick(command.options, values),
      force,
    );
  } finally {
    reporter.end();
  }
  // The report on a terminal shows its warnings itself; whoever pipes JSON or writes files sees them here.
  if (output.json || output.output !== undefined)
    for (const warning of result.warnings) onNote(`warning: ${warning.message}`);
  for (const report of reports) await writeTextFile(report.path, [await report.render(result)], force);
  const page = output.output === undefined ? pageFor(io, output.color ?? "auto") : FILE_PAGE;
  const text = output.json ? toJson(result) : command.terminal(result, page);
  if (output.output === undefined) await write(io.stdout, text);
  else await writeTextFile(output.output, [text], force);
  return 0;
}

function rendererFor<R>(renderers: Renderers<R>, { format, path }: ReportTarget) {
  const render = renderers[format];
  if (render !== null) return { path, render };
  const valid = Object.entries(renderers).flatMap(([name, renderer]) => (renderer === null ? [] : [name]));
  throw new UsageError(`--report ${plainText(format)}=${plainText(path)}: this command writes ${valid.join(", ")}`);
}
