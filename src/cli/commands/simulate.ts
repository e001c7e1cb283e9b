import { OBJECTIVES } from "../../model/ablation.js";
import { UsageError } from "../../model/errors.js";
import { RULE_NAMES } from "../../model/names.js";
import { DEFAULT_OPTIONS } from "../../model/options.js";
import { SIMULATE_OPTIONS, simulateLog, simulateOptions, TRAIN_DEFAULTS, trainRepeats } from "../../pipeline.js";
import { toJson } from "../../report/json.js";
import { trainText } from "../../report/train-text.js";
import type { CommandSpec, Request } from "../command.js";
import { chunks, type Io, write } from "../io.js";
import { METHOD_OPTIONS } from "../options/method-options.js";
import { type OptionSpec, pick } from "../options/option-table.js";
import { FORCE, QUIET } from "../options/output-options.js";
import { choice, number, text, toggle } from "../options/value-kinds.js";
import { checkOutputs, writeTextFile } from "../outputs.js";
import { FILE_PAGE, pageFor } from "../terminal.js";

const OUTPUT = {
  output: { flags: "--output <file>", description: "write the result there, not to standard output", kind: text },
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

const TRAIN = {
  train: {
    flags: "--train <rule>",
    description: "write no log: train the agent's own policy with this credit rule, and print how it fares",
    kind: choice(RULE_NAMES),
  },
  objective: {
    flags: "--objective <name>",
    description: "objective that the training follows",
    kind: choice(OBJECTIVES),
    fallback: "grpo",
  },
  learningRate: {
    flags: "--learning-rate <x>",
    description: "length of a gradient step in the logits",
    kind: number(0, 1000),
    fallback: String(TRAIN_DEFAULTS.learningRate),
  },
  epochs: {
    flags: "--epochs <n>",
    description: "gradient steps on each sample",
    kind: number(1, 1000, true),
    fallback: String(TRAIN_DEFAULTS.epochs),
  },
  repeats: {
    flags: "--repeats <n>",
    description: "seeds to train with, from --seed on",
    kind: number(1, 10_000, true),
    fallback: "1",
  },
  contrast: METHOD_OPTIONS.contrast,
  support: METHOD_OPTIONS.support,
  json: { flags: "--json", description: "print the training as one JSON document", kind: toggle },
};

export const simulateCommand: CommandSpec = {
  description:
    "Writes a log of a simulated search agent, whose true credit of every turn is known: for trying the tool, for tests, " +
    "and for measuring how near a correction comes. JSONL in tapo's own dialect. With --train, closes the loop.",
  takesInputs: false,
  options: [
    { title: "The result:", table: OUTPUT },
    { title: "The simulation:", table: MODEL },
    { title: "Training in closed loop:", table: TRAIN },
  ],
  examples: [
    ["a first look", "tapo simulate | tapo audit -"],
    ["a larger log with token arrays", "tapo simulate --prompts 1000 --tokens 2000 --output log.jsonl"],
    ["does the rule help the agent learn?", "tapo simulate --train tapo --prompts 16 --steps 200 --repeats 20"],
  ],
  run: simulate,
};

async function simulate({ values, io }: Request): Promise<number> {
  const { output, force = false } = pick(OUTPUT, values);
  if (output !== undefined) await checkOutputs([output], [], force);
  const lines = pick(TRAIN, values).train === undefined ? logLines(values) : [trained(values, io)];
  if (output !== undefined) await writeTextFile(output, lines, force);
  else for await (const chunk of chunks(lines)) await write(io.stdout, chunk);
  return 0;
}

/** @throws UsageError for an option that only a training has. */
function logLines(values: Request["values"]): Generator<string> {
  const [stray] = Object.keys(TRAIN).filter((name) => Object.hasOwn(values, name));
  const spec = Object.entries(TRAIN).find(([name]) => name === stray)?.[1];
  if (spec !== undefined) throw new UsageError(`${spec.flags?.split(" ")[0]} goes with --train only`);
  return jsonLines(simulateLog(pick(MODEL, values)));
}

function trained(values: Request["values"], io: Io): string {
  const { train = "tapo", objective = "grpo", repeats = 1, json, contrast, support, ...rest } = pick(TRAIN, values);
  const method = {
    ...DEFAULT_OPTIONS,
    ...(contrast === undefined ? {} : { contrast }),
    ...(support === undefined ? {} : { support }),
  };
  const simulation = simulateOptions(pick(MODEL, values));
  const options = { simulate: simulation, rule: train, objective, method, ...TRAIN_DEFAULTS, ...rest };
  const result = trainRepeats(options, repeats);
  if (json) return toJson(result);
  return trainText(result, pick(OUTPUT, values).output === undefined ? pageFor(io, "auto") : FILE_PAGE);
}

function* jsonLines(records: Iterable<unknown>): Generator<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`;
}
