import type { AblateRequest } from "../../model/ablation.js";
import { UsageError } from "../../model/errors.js";
import type { RunOptions } from "../../model/run.js";
import { suggestion } from "../../report/nearest.js";
import type { CommandSpec, Request } from "../command.js";
import { ablateCommand, ablateRequest } from "../commands/ablate.js";
import { auditCommand } from "../commands/audit.js";
import type { Io } from "../io.js";
import { runOptions } from "../options/run-options.js";
import { SHARD_OPTIONS } from "../options/shard-options.js";
import { buildProgram } from "../program.js";

/** Commands whose work can be split. */
const COMMANDS = { audit: auditCommand, ablate: ablateCommand } satisfies Record<string, CommandSpec>;
type InnerName = keyof typeof COMMANDS;

/** The command line behind `--`, read and checked as if it were called here. */
export interface InnerCommand {
  readonly name: InnerName;
  /** As given, without the name. */
  readonly words: readonly string[];
  readonly request: Request;
  readonly run: RunOptions;
  /** What is ablated; null for an audit. */
  readonly ablation: AblateRequest | null;
}

/** @throws UsageError, or commander's own error, where the command line is none that can be split. */
export async function readInner([name = "", ...words]: readonly string[], io: Io): Promise<InnerCommand> {
  const names = Object.keys(COMMANDS) as InnerName[];
  const known = names.find((one) => one === name);
  if (known === undefined) {
    throw new UsageError(`submit runs ${names.join(" or ")}, not '${name}'.${suggestion(name, names)}`);
  }
  const request = await parse(known, words, io);
  const given = Object.keys(SHARD_OPTIONS).find((key) => request.values[key] !== undefined);
  if (given !== undefined) throw new UsageError(`--${given}: submit gives each shard its own`);
  if (request.inputs.includes("-")) throw new UsageError("-: shards cannot share standard input; name a file");
  const run = await runOptions(request.values, io.env);
  return { name: known, words, request, run, ablation: known === "ablate" ? ablateRequest(request.values) : null };
}

async function parse(name: InnerName, words: readonly string[], io: Io): Promise<Request> {
  const found: Request[] = [];
  const capture = { ...COMMANDS[name], run: async (request: Request) => found.push(request) };
  const program = await buildProgram([{ name, summary: "", load: async () => capture }], [name], "", io, () => {});
  await program.parseAsync([name, ...words], { from: "user" });
  const [request] = found;
  if (request === undefined) throw new UsageError(`nothing to submit`);
  return request;
}
