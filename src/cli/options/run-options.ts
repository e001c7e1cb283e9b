import { availableParallelism } from "node:os";
import { PRESETS } from "../../model/names.js";
import { DEFAULT_OPTIONS, type MethodOptions, PRESET_OPTIONS } from "../../model/options.js";
import type { RunOptions } from "../../model/run.js";
import { readConfig } from "../config.js";
import type { Io } from "../io.js";
import { LOG_OPTIONS, NO_LOG_OPTIONS } from "./log-options.js";
import { machineMemory, memorySize } from "./memory-size.js";
import { METHOD_OPTIONS } from "./method-options.js";
import { type OptionGroup, pick } from "./option-table.js";
import { remoteAccess } from "./remote-access.js";
import { choice, number, text } from "./value-kinds.js";

const BASE_OPTIONS = {
  preset: { flags: "--preset <name>", description: "named conventions", kind: choice(PRESETS), fallback: "paper" },
  config: { flags: "--config <file>", description: "options and tools as JSON; flags win over it", kind: text },
  threads: {
    flags: "--threads <n>",
    description: "worker threads; the result does not depend on it",
    kind: number(1, 1024, true),
    fallback: "number of processors",
  },
};

const EXPANDED = {
  maxExpanded: {
    flags: "--max-expanded <bytes>",
    description: "most bytes that a compressed file may expand to",
    kind: number(1, Number.MAX_SAFE_INTEGER, true),
    fallback: "1e11",
  },
};

/** Share of the machine's memory that is used where nothing is said. */
const DEFAULT_SHARE = 0.6;

const MEMORY = {
  memoryLimit: {
    flags: "--memory-limit <size>",
    description: "memory to stay within: what a log needs above that goes to a temporary file",
    kind: memorySize,
    fallback: "60%",
  },
};

/** The options of every command that reads a log, as help lists them. `bounded`: one whose memory can be limited. */
export function runGroups(bounded = false): readonly OptionGroup[] {
  return [
    { title: "The log:", table: { ...LOG_OPTIONS, ...EXPANDED, ...(bounded ? MEMORY : {}) } },
    { title: "The method:", table: { ...BASE_OPTIONS, ...METHOD_OPTIONS } },
  ];
}

/**
 * The run's options: defaults, then the preset, then the config file, then what was given on the command line.
 * @throws UsageError as `readConfig`.
 */
export async function runOptions(values: Readonly<Record<string, unknown>>, env: Io["env"] = {}): Promise<RunOptions> {
  const base = pick(BASE_OPTIONS, values);
  const config = base.config === undefined ? { method: {}, log: {} } : await readConfig(base.config);
  const method: MethodOptions = {
    ...DEFAULT_OPTIONS,
    ...(base.preset === undefined ? {} : PRESET_OPTIONS[base.preset]),
    ...config.method,
    ...pick(METHOD_OPTIONS, values),
  };
  return {
    method,
    log: { ...NO_LOG_OPTIONS, ...config.log, ...pick(LOG_OPTIONS, values) },
    threads: base.threads ?? availableParallelism(),
    ...pick(EXPANDED, values),
    remote: remoteAccess(env),
    memoryLimit: pick(MEMORY, values).memoryLimit ?? Math.floor(DEFAULT_SHARE * machineMemory()),
  };
}
