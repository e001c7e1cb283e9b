import { Command, InvalidArgumentError, Option } from "commander";
import type { CommandEntry, CommandSpec } from "./command.js";
import type { Io } from "./io.js";
import type { OptionSpec } from "./options/option-table.js";

/** Left margin of examples in help. */
const MARGIN = "  ";

/** The command line as commander sees it. Only the command at hand is loaded; the others are known by name and summary. */
export async function buildProgram(
  entries: readonly CommandEntry[],
  argv: readonly string[],
  version: string,
  io: Io,
  done: (exitCode: number) => void,
): Promise<Command> {
  const program = new Command("tapo")
    .description(
      "Finds and corrects misassigned credit of tool calls in the rollout logs of RL-trained agents, offline.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print a command's help")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => helpWidth(io),
      getErrHelpWidth: () => helpWidth(io),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError("Run with --help for the options.")
    .addHelpText("after", "\nExit codes: 0 done; 1 a gate failed; 2 bad usage or an unusable input.");
  for (const entry of entries) {
    const command = program.command(entry.name).summary(entry.summary);
    if (argv.includes(entry.name)) define(command, await entry.load(), io, done);
  }
  return program;
}

const LOGS = [
  "<input...>",
  "files, folders, globs, s3:// or https:// addresses, or - for JSONL on standard input",
] as const;

function helpWidth(io: Io): number {
  return Math.min(io.stdout.columns ?? 80, 100);
}

export function define(command: Command, spec: CommandSpec, io: Io, done: (exitCode: number) => void): void {
  command.description(spec.description);
  if (spec.takesInputs) command.argument(...(spec.operands ?? LOGS));
  for (const group of spec.options) {
    for (const option of Object.values(group.table)) {
      if (option.flags !== null) command.addOption(toOption(option.flags, option).helpGroup(group.title));
    }
  }
  const examples = spec.examples.map(([what, line]) => `${MARGIN}# ${what}\n${MARGIN}${line}`);
  command.addHelpText("after", `\nExamples:\n${examples.join("\n\n")}`);
  command.action(async () => {
    done(await spec.run({ inputs: command.args, values: command.opts(), io }));
  });
}

function toOption<T>(flags: string, { description, kind, fallback }: OptionSpec<T>): Option {
  const facts = [kind.range, fallback === undefined ? undefined : `default: ${fallback}`].filter(
    (fact) => fact !== undefined,
  );
  const option = new Option(flags, facts.length === 0 ? description : `${description} (${facts.join("; ")})`);
  if (!option.required) return option;
  return option.argParser((given: string, before: T | undefined): T => {
    const value = kind.fromText(given);
    if (value === undefined) throw new InvalidArgumentError(`Expected ${kind.expected}.${kind.hint?.(given) ?? ""}`);
    return before === undefined || kind.merge === undefined ? value : kind.merge(before, value);
  });
}
