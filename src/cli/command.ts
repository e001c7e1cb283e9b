import type { Io } from "./io.js";
import type { OptionGroup } from "./options/option-table.js";

/** An example of a command's help: what it does, and the line. */
export type Example = readonly [what: string, line: string];

/** What a command is given: its arguments and the options that were given, by key, read and checked. */
export interface Request {
  readonly inputs: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly io: Io;
}

/** One command. Adding one is a file that exports a spec and a line in `commands/index.ts`. */
export interface CommandSpec {
  /** Two or three sentences over the options. */
  readonly description: string;
  /** False for a command that reads no log. */
  readonly takesInputs: boolean;
  /** What the inputs are called in help and what they are, where they are no logs. */
  readonly operands?: readonly [syntax: string, description: string];
  readonly options: readonly OptionGroup[];
  readonly examples: readonly Example[];
  /** Does the work; returns the exit code. */
  readonly run: (request: Request) => Promise<number>;
}

/** What the list of commands needs to know of one before it is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandSpec>;
}
