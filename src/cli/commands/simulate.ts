import { SIMULATE_OPTIONS, simulateLog } from "../../pipeline.js";
import type { CommandSpec, Request } from "../command.js";
import { chunks, write } from "../io.js";
import { type OptionSpec, pick } from "../options/option-table.js";
import { FORCE, QUIET } from "../options/output-options.js";
import { number, text } from "../options/value-kinds.js";
import { checkOutputs, writeTextFile } from "../outputs.js";

const OUTPUT = {
  output: { flags: "--output <file>", description: "write the log there, not to standard output", kind: text },
  force: FORCE,
  quiet: QUIET,
};

const MODEL: Readonly<Record<string, OptionSpec<number>>> = Object.fromEntries(
  SIMULATE_OPTIONS.map(({ name, flag, description, default: fallback, min, max, integer }) => [
    name,
    {
      flags: `${flag} <${integer ? "n" : "x"}>`,
      description,
      kind: number(min, max, integer),
      fallback: String(fallback),
    },
  ]),
);

export const simulateCommand: CommandSpec = {
  description:
    "Writes a log of a simulated search agent, whose true credit of every turn is known: for trying the tool, for tests, " +
    "and for measuring how near a correction comes. JSONL in tapo's own dialect.",
  takesInputs: false,
  options: [
    { title: "The result:", table: OUTPUT },
    { title: "The simulation:", table: MODEL },
  ],
  examples: [
    ["a first look", "tapo simulate | tapo audit -"],
    ["a larger log with token arrays", "tapo simulate --prompts 1000 --tokens 2000 --output log.jsonl"],
  ],
  run: simulate,
};

async function simulate({ values, io }: Request): Promise<number> {
  const { output, force = false } = pick(OUTPUT, values);
  if (output !== undefined) await checkOutputs([output], [], force);
  const lines = jsonLines(simulateLog(pick(MODEL, values)));
  if (output !== undefined) await writeTextFile(output, lines, force);
  else for await (const chunk of chunks(lines)) await write(io.stdout, chunk);
  return 0;
}

function* jsonLines(records: Iterable<unknown>): Generator<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`;
}
